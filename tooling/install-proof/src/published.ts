import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packPublic, publish, run, startRegistry } from '@sms/registry'

/** Every public package, published on a registry of their own. */
export interface Published extends AsyncDisposable {
  /** Of the registry. */
  readonly url: string
  /** Makes a folder that is removed with the registry. */
  emptyFolder(): string
  /** Runs `npm install` with these words in a new, empty folder, and gives the folder. */
  install(...words: readonly string[]): Promise<string>
}

/** Packs the public packages, which have to be built, and publishes them on a registry of their own. */
export async function publishAll(): Promise<Published> {
  await using started = new AsyncDisposableStack()
  const folders = mkdtempSync(join(tmpdir(), 'published-'))
  started.defer(() => rmSync(folders, { recursive: true, force: true }))
  const registry = started.use(await startRegistry())
  await publish(registry, await packPublic(folders))

  const running = started.move()
  const emptyFolder = (): string => mkdtempSync(join(folders, 'installed-'))
  return {
    url: registry.url,
    emptyFolder,
    async install(...words) {
      const folder = emptyFolder()
      writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
      await run('npm', ['install', ...words], { cwd: folder, env: registry.env })
      return folder
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
