import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { clientEnvironment } from './client-environment.ts'
import { CONFIGURATION } from './configuration.ts'
import { installTools } from './install-tools.ts'
import { createToken } from './create-token.ts'
import { machineRegistry } from './machine-registry.ts'

const VERDACCIO = fileURLToPath(new URL('../../tools/verdaccio', import.meta.url))
const SERVER = fileURLToPath(new URL('verdaccio.ts', import.meta.url))

/** How a program reaches a registry: plain data, which crosses from one process to another. */
export interface RegistryClient {
  readonly url: string
  /** The whole environment of a process whose npm and pnpm use this registry for `@sms/*`, and may publish to it. */
  readonly env: Readonly<NodeJS.ProcessEnv>
}

export interface Registry extends RegistryClient, AsyncDisposable {}

/**
 * Starts a registry on a free port of 127.0.0.1, in a process and a temporary folder of its own. It serves what is
 * published to it. Its clients get every package outside `@sms/*` from the machine's registry.
 */
export async function startRegistry(): Promise<Registry> {
  const [verdaccio, machine] = await Promise.all([installTools(VERDACCIO), machineRegistry()])
  await using started = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'registry-'))
  started.defer(() => rmSync(folder, { recursive: true, force: true }))
  const config = join(folder, 'config.yaml')
  writeFileSync(config, CONFIGURATION)

  const entry = join(verdaccio, 'node_modules/verdaccio/build/index.mjs')
  const child = fork(SERVER, [entry, config], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const ended = once(child, 'exit')
  started.defer(async () => {
    // It ends by itself, unlike after a signal: only then does Node.js keep what it compiled for the next start.
    if (child.connected) child.disconnect()
    await ended
  })
  const [port] = await Promise.race([once(child, 'message'), ended.then(() => [null])])
  if (port === null) throw new Error('verdaccio ended before it listened; what it printed on stderr says why')

  const url = `http://127.0.0.1:${port}/`
  const env = clientEnvironment(url, await createToken(url), machine, folder)
  const running = started.move()
  return { url, env, [Symbol.asyncDispose]: () => running.disposeAsync() }
}
