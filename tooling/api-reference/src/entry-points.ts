import { join } from 'node:path'
import { publicPackages, ROOT, type WorkspacePackage } from '@sms/config/workspace'

/** A specifier that programs import from, such as `@sms/core/provider`, and the declarations behind it. */
export interface EntryPoint {
  readonly name: string
  readonly path: string
}

// A name that several packages export belongs to it.
const FIRST = '@sms/core'

// Between packages of this workspace, of which one requires the exact version of the other.
const INTERNAL: ReadonlySet<string> = new Set(['@sms/archive/store'])

/** Every entry point of every public package that programs of others import from. */
export function entryPoints(): readonly EntryPoint[] {
  const packages = publicPackages()
  const first = packages.filter(({ name }) => name === FIRST)
  const others = packages.filter(({ name }) => name !== FIRST)
  return [...first, ...others].flatMap(entryPointsOf).filter(({ name }) => !INTERNAL.has(name))
}

function entryPointsOf({ name, folder, manifest }: WorkspacePackage): readonly EntryPoint[] {
  return Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) =>
    typeof target === 'string' || typeof target['types'] !== 'string'
      ? []
      : [{ name: name + subpath.slice(1), path: join(ROOT, folder, target['types']) }],
  )
}
