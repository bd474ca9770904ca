import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../errors/usage-error.ts'
import { type Declaration, readDeclaration } from './declaration.ts'
import { installFolders } from './folders.ts'

/** A package that declares itself a provider. */
export interface InstalledProvider extends Declaration {
  readonly packageName: string
  readonly version: string
  /** The folder that contains `node_modules`. Imports of `packageName` are resolved from it. */
  readonly parent: string
}

/**
 * The providers that are installed beside this package, then those around the current folder, each name once. So a
 * folder of someone else cannot replace a provider beside this package. Only manifests are read; nothing is imported.
 *
 * @param skip Is called with one sentence for each file or folder that cannot be read.
 */
export function* installedProviders(
  skip: (problem: string) => void,
): Generator<InstalledProvider, undefined, void> {
  const names = new Set<string>()
  for (const parent of installFolders(skip)) {
    for (const packageName of packagesIn(join(parent, 'node_modules'), skip)) {
      const provider = attempt(() => providerIn(parent, packageName), skip)
      if (provider === null || names.has(provider.provider)) continue
      names.add(provider.provider)
      yield provider
    }
  }
}

/** In alphabetical order, in which scopes are first. */
function* packagesIn(folder: string, skip: (problem: string) => void): Generator<string, undefined, void> {
  for (const name of namesIn(folder, skip)) {
    const found = name.startsWith('@')
      ? namesIn(join(folder, name), skip).map((scoped) => `${name}/${scoped}`)
      : [name]
    for (const packageName of found) if (isPackageName(packageName)) yield packageName
  }
}

/** Whether npm allows the name. A folder may have any name, and this one reaches terminals and shells. */
function isPackageName(name: string): boolean {
  return name.length <= 214 && /^(?:@[a-z0-9][a-z0-9._~-]*\/)?[a-z0-9][a-z0-9._~-]*$/.test(name)
}

function namesIn(folder: string, skip: (problem: string) => void): readonly string[] {
  return attempt(() => readdirSync(folder), skip)?.toSorted() ?? []
}

function providerIn(parent: string, packageName: string): InstalledProvider | null {
  const path = join(parent, 'node_modules', packageName, 'package.json')
  // A pipe, for example, may never end.
  if (!statSync(path).isFile()) return null
  const text = readFileSync(path, 'utf8')
  // Hundreds of packages may be installed. Only a few need to be parsed.
  if (!text.includes('"sms"')) return null
  const { sms, version } = parseManifest(path, text)
  // Other programs may use a field of this name.
  if (typeof sms !== 'object' || sms === null || !('provider' in sms)) return null
  return { ...readDeclaration(packageName, sms), packageName, version: readVersion(version), parent }
}

function parseManifest(path: string, text: string): { readonly sms?: unknown; readonly version?: unknown } {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${path} is not JSON. Install its package again, or remove it.`)
  }
}

function readVersion(version: unknown): string {
  return typeof version === 'string' && /^[\w.+-]{1,64}$/.test(version) ? version : 'unknown'
}

/** Returns null if a file is missing. Returns null and reports the problem if it cannot be read. */
function attempt<Found>(read: () => Found, skip: (problem: string) => void): Found | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof UsageError) skip(error.message)
    else if (!isFileError(error)) throw error
    else if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') skip(`${error.message}. It is skipped.`)
    return null
  }
}

/** Recognised by its code alone: the file system of Yarn Plug’n’Play sets no other field. */
function isFileError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && /^E[A-Z0-9]+$/.test(String(error.code))
}
