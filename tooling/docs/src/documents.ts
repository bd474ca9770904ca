import { globSync } from 'node:fs'
import { type Manifest, readManifest } from '@sms/config/manifest'
import { publicPackages, ROOT, TEMPLATE } from '@sms/config/workspace'

/** The manifest of a folder, relative to the root. */
export function manifestOf(folder: string): Manifest {
  return readManifest(`${ROOT}/${folder}/package.json`)
}

export const rootManifest: Manifest = manifestOf('.')

/** The packages that can be installed. The template is one of them under the name of its copy. */
export const packages: readonly Manifest[] = [
  ...publicPackages().map(({ manifest }) => manifest),
  { ...manifestOf(TEMPLATE), private: false },
]

/** The folders of the packages that create readers, relative to the root. */
export const providerFolders: readonly string[] = publicPackages()
  .filter(({ manifest }) => manifest.sms !== undefined)
  .map(({ folder }) => folder)

/** Every README, relative to the root. */
export const readmes: readonly string[] = files('README.md', 'packages/*/README.md', `${TEMPLATE}/README.md`)

/** The files whose doc comments are published, relative to the root. */
export const sources: readonly string[] = files('packages/*/src/**/*.ts', `${TEMPLATE}/src/**/*.ts`)

function files(...patterns: readonly string[]): readonly string[] {
  return globSync(patterns, { cwd: ROOT }).toSorted()
}
