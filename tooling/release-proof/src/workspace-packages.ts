import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface WorkspacePackage {
  readonly name: string
  readonly version: string
  readonly isPublic: boolean
  readonly folder: string
  /** The names of the packages that are installed with it. */
  readonly dependencies: readonly string[]
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
}

/** All packages of a workspace, in the order of their names. */
export function workspacePackages(root: string): readonly WorkspacePackage[] {
  return globSync('{packages,tooling}/*/package.json', { cwd: root })
    .map((file) => {
      const manifest = JSON.parse(readFileSync(join(root, file), 'utf8')) as Manifest
      const { name, version, private: isPrivate = false, dependencies = {} } = manifest
      const folder = join(root, dirname(file))
      return { name, version, isPublic: !isPrivate, folder, dependencies: Object.keys(dependencies) }
    })
    .toSorted((one, other) => one.name.localeCompare(other.name))
}
