import { readFileSync } from 'node:fs'
import { run } from './run.ts'

/** How verdaccio reaches a registry: its `uplinks` configuration. */
export interface Uplink {
  readonly url: string
  readonly ca?: string
  readonly https_proxy?: string
}

/** The registry that npm uses on this machine, reached as npm reaches it. */
export async function machineUplink(): Promise<Uplink> {
  const npm = JSON.parse(await run('npm', ['config', 'list', '--json'], { cwd: '/' })) as {
    readonly registry: string
    readonly cafile: string | null
    readonly 'https-proxy': string | null
  }
  return {
    url: npm.registry,
    ...(npm.cafile && { ca: readFileSync(npm.cafile, 'utf8') }),
    ...(npm['https-proxy'] && { https_proxy: npm['https-proxy'] }),
  }
}
