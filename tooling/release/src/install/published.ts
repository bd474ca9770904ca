import { mkdtempDisposableSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outputOf } from '@sms/config/run-program'
import { publishPublic } from '../registry/publish-public.ts'
import { type RegistryClient, startRegistry } from '../registry/start-registry.ts'

/** A registry with every public package, and a folder that is removed with it: plain data, for other processes. */
export interface Published extends RegistryClient {
  readonly folder: string
}

/** Publishes the public packages, which must be built, to a registry of their own. */
export async function publishAll(): Promise<Published & AsyncDisposable> {
  await using started = new AsyncDisposableStack()
  const { path: folder } = started.use(mkdtempDisposableSync(join(tmpdir(), 'published-')))
  const registry = started.use(await startRegistry())
  await publishPublic(registry)
  const running = started.move()
  const { url, env } = registry
  return { url, env, folder, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

/** Makes a folder that is removed with the registry. */
export function emptyFolder({ folder }: Published): string {
  return mkdtempSync(join(folder, 'installed-'))
}

/**
 * Runs `npm install` with these words in a new, empty folder, and returns the folder. npm asks again for nothing that
 * it has cached: the packages do not change while this registry runs.
 */
export async function install(published: Published, ...words: readonly string[]): Promise<string> {
  const folder = emptyFolder(published)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
  await outputOf('npm', ['install', '--prefer-offline', ...words], { cwd: folder, env: published.env })
  return folder
}
