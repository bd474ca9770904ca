import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UsageError } from '../usage-error.ts'
import { type Declaration, readDeclaration } from './declaration.ts'

/** A package that declares itself a provider. */
export interface InstalledProvider extends Declaration {
  readonly packageName: string
  readonly version: string
  /** The folder that `node_modules` is in: what an import of `packageName` begins from. */
  readonly parent: string
}

/**
 * The providers installed where this package is, then those where the command runs, each name once. What stands
 * beside this package comes first: a folder that somebody else filled cannot take a provider's place.
 */
export function* installedProviders(): Generator<InstalledProvider, undefined, void> {
  const names = new Set<string>()
  for (const parent of new Set([...upwards(import.meta.dirname), ...upwards(process.cwd())])) {
    for (const packageName of packagesIn(join(parent, 'node_modules'))) {
      const provider = providerIn(parent, packageName)
      if (provider === null || names.has(provider.provider)) continue
      names.add(provider.provider)
      yield provider
    }
  }
}

function* upwards(folder: string): Generator<string, undefined, void> {
  yield folder
  const parent = dirname(folder)
  if (parent !== folder) yield* upwards(parent)
}

/** In alphabetical order, which brings scopes to the front. */
function* packagesIn(folder: string): Generator<string, undefined, void> {
  for (const name of namesIn(folder)) {
    if (!name.startsWith('@')) yield name
    else for (const scoped of namesIn(join(folder, name))) yield `${name}/${scoped}`
  }
}

function namesIn(folder: string): readonly string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .toSorted()
}

function providerIn(parent: string, packageName: string): InstalledProvider | null {
  const path = join(parent, 'node_modules', packageName, 'package.json')
  if (!existsSync(path)) return null
  const text = readFileSync(path, 'utf8')
  // Hundreds of packages may lie there; only a few are worth parsing.
  if (!text.includes('"sms"')) return null
  const { sms, version } = parseManifest(path, text)
  // Other programs may know a field of this name.
  if (typeof sms !== 'object' || sms === null || !('provider' in sms)) return null
  return { ...readDeclaration(packageName, sms), packageName, version: String(version), parent }
}

function parseManifest(path: string, text: string): { readonly sms?: unknown; readonly version?: unknown } {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${path} is no JSON; install its package again, or remove it.`)
  }
}
