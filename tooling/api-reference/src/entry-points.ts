import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What programs import from, such as `@sms/core/provider`, and the declarations behind it. */
export interface EntryPoint {
  readonly name: string
  readonly path: string
}

/** What a `package.json` says of what its package offers. */
export interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly exports?: Readonly<Record<string, string | { readonly types: string }>>
  readonly dependencies?: Readonly<Record<string, string>>
}

// What other packages offer again belongs to it.
const FIRST = '@sms/core'

/** Everything that the packages which this one depends on offer. */
export function entryPoints(): readonly EntryPoint[] {
  const { dependencies = {} } = readManifest(new URL('../package.json', import.meta.url))
  const names = Object.keys(dependencies).filter((name) => name.startsWith('@sms/') && name !== FIRST)
  return [FIRST, ...names].flatMap((name) =>
    entryPointsOf(new URL(import.meta.resolve(`${name}/package.json`))),
  )
}

/** What one package offers. */
export function entryPointsOf(manifest: URL): readonly EntryPoint[] {
  const { name, exports = {} } = readManifest(manifest)
  return Object.entries(exports).flatMap(([subpath, target]) =>
    typeof target === 'string'
      ? []
      : [{ name: name + subpath.slice(1), path: fileURLToPath(new URL(target.types, manifest)) }],
  )
}

export function readManifest(manifest: URL): Manifest {
  const read: Manifest = JSON.parse(readFileSync(manifest, 'utf8'))
  return read
}
