import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { clientEnvironment } from './client-environment.ts'
import { configuration } from './configuration.ts'
import { installTools } from './install-tools.ts'
import { createToken } from './create-token.ts'
import { machineUplink } from './uplink.ts'

const VERDACCIO = fileURLToPath(new URL('../verdaccio', import.meta.url))
const SERVER = fileURLToPath(new URL('verdaccio.ts', import.meta.url))

export interface Registry extends AsyncDisposable {
  readonly url: string
  /** The whole environment for a process whose npm and pnpm shall use this registry alone, and may publish to it. */
  readonly env: Readonly<NodeJS.ProcessEnv>
  stop(): Promise<void>
}

/**
 * Starts a registry on a free port of 127.0.0.1, in a process and a temporary folder of its own. It hands on what the
 * machine's registry has, but for `@sms/*`: of these it has only what is published to it.
 */
export async function startRegistry(): Promise<Registry> {
  const [verdaccio, uplink] = await Promise.all([installTools(VERDACCIO), machineUplink()])
  await using started = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'registry-'))
  started.defer(() => rmSync(folder, { recursive: true, force: true }))
  const config = join(folder, 'config.yaml')
  writeFileSync(config, configuration(uplink))

  const entry = join(verdaccio, 'node_modules/verdaccio/build/index.mjs')
  const child = fork(SERVER, [entry, config], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const ended = once(child, 'exit')
  started.defer(async () => {
    child.kill()
    await ended
  })
  const [port] = await Promise.race([once(child, 'message'), ended.then(() => [null])])
  if (port === null) throw new Error('verdaccio ended before it listened; what it printed on stderr says why')

  const url = `http://127.0.0.1:${port}/`
  const env = clientEnvironment(url, folder, await createToken(url))
  const running = started.move()
  const stop = (): Promise<void> => running.disposeAsync()
  return { url, env, stop, [Symbol.asyncDispose]: stop }
}
