import { globSync } from 'node:fs'
import { type Manifest, readManifest } from '@sms/config/manifest'
import { publicPackages, ROOT, TEMPLATE, workspacePackages } from '@sms/config/workspace'

/** The manifest of a folder, relative to the root. */
export function manifestOf(folder: string): Manifest {
  return readManifest(`${ROOT}/${folder}/package.json`)
}

export const rootManifest: Manifest = manifestOf('.')

/** The scripts of every package, the tooling included, by its name. Guides call a copy of the template `@sms/acme`. */
export const scripts: ReadonlyMap<string, readonly string[]> = new Map(
  [
    ...workspacePackages().map(({ manifest }) => manifest),
    { ...manifestOf(TEMPLATE), name: '@sms/acme' },
  ].map((manifest) => [manifest.name, Object.keys(manifest.scripts ?? {})]),
)

/** The packages that can be installed. The template is one of them under the name of its copy. */
export const packages: readonly Manifest[] = [
  ...publicPackages().map(({ manifest }) => manifest),
  { ...manifestOf(TEMPLATE), private: false },
]

/** The folders of the packages that create readers, relative to the root. */
export const providerFolders: readonly string[] = publicPackages()
  .filter(({ manifest }) => manifest.sms !== undefined)
  .map(({ folder }) => folder)

/** The documents whose code must work, relative to the root. */
export const guides: readonly string[] = files(
  'README.md',
  '.github/**/*.md',
  '.changeset/README.md',
  'packages/*/*.md',
  `${TEMPLATE}/README.md`,
).filter((file) => !file.endsWith('/CHANGELOG.md'))

/** All documents whose links must lead somewhere, relative to the root. */
export const documents: readonly string[] = [...guides, ...files('tooling/*/*.md')]

/** The files whose doc comments are published, relative to the root. */
export const sources: readonly string[] = files('packages/*/src/**/*.ts', `${TEMPLATE}/src/**/*.ts`)

function files(...patterns: readonly string[]): readonly string[] {
  return globSync(patterns, { cwd: ROOT }).toSorted()
}
