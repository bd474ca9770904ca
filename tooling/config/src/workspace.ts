import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Manifest, readManifest } from './manifest.ts'

/** The folder of the whole repository. */
export const ROOT: string = fileURLToPath(new URL('../../..', import.meta.url))

/** The template of a provider, relative to the root. */
export const TEMPLATE = 'tooling/new-provider/template'

export interface WorkspacePackage {
  readonly name: string
  /** Relative to the root. */
  readonly folder: string
  readonly manifest: Manifest
  /** Whether it is published. */
  readonly isPublic: boolean
}

/** Every package of a workspace, sorted by name. */
export function workspacePackages(root: string = ROOT): readonly WorkspacePackage[] {
  return globSync(['{packages,tooling}/*/package.json', `${TEMPLATE}/package.json`], { cwd: root })
    .map((file) => {
      const manifest = readManifest(join(root, file))
      const { name, private: isPrivate = false } = manifest
      return { name, folder: dirname(file), manifest, isPublic: !isPrivate }
    })
    .toSorted((one, other) => one.name.localeCompare(other.name))
}

/** Every package that is published, sorted by name. */
export function publicPackages(): readonly WorkspacePackage[] {
  return workspacePackages().filter(({ isPublic }) => isPublic)
}
