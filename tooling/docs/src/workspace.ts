import { globSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Capabilities } from '@sms/core'

/** The folder of the whole repository. */
export const root: string = fileURLToPath(new URL('../../..', import.meta.url))

/** What the documentation may rely on in a `package.json`. */
export interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly scripts?: Readonly<Record<string, string>>
  readonly bin?: Readonly<Record<string, string>>
  /** What a provider says of itself. */
  readonly sms?: {
    readonly factory: string
    readonly credentials: Readonly<Record<string, string>>
    readonly capabilities?: Capabilities
  }
}

/** The manifest of a folder, relative to the root. */
export function manifestOf(folder: string): Manifest {
  const read: Manifest = JSON.parse(readFileSync(`${root}/${folder}/package.json`, 'utf8'))
  return read
}

const folders = files('packages/*/package.json').map(dirname)

export const rootManifest: Manifest = manifestOf('.')

/** The scripts of every package, the tooling included, by its name. Guides call a copy of the template `@sms/acme`. */
export const scripts: ReadonlyMap<string, readonly string[]> = new Map(
  [
    ...files('{packages,tooling}/*/package.json').map((manifest) => manifestOf(dirname(manifest))),
    { ...manifestOf('tooling/provider-template'), name: '@sms/acme' },
  ].map((manifest) => [manifest.name, Object.keys(manifest.scripts ?? {})]),
)

/** The packages that can be installed; the template is one by the name of its copy. */
export const packages: readonly Manifest[] = [
  ...folders.map(manifestOf),
  { ...manifestOf('tooling/provider-template'), private: false },
]

/** The folders of the packages that make readers, relative to the root. */
export const providerFolders: readonly string[] = folders.filter(
  (folder) => manifestOf(folder).sms !== undefined,
)

/** The documents whose code must work, relative to the root. */
export const guides: readonly string[] = files(
  'README.md',
  '.github/**/*.md',
  '.changeset/README.md',
  'packages/*/*.md',
  'tooling/provider-template/README.md',
).filter((file) => !file.endsWith('/CHANGELOG.md'))

/** All documents whose links must lead somewhere, relative to the root. */
export const documents: readonly string[] = [...guides, ...files('tooling/*/*.md')]

/** The files whose doc comments are published, relative to the root. */
export const sources: readonly string[] = files(
  'packages/*/src/**/*.ts',
  'tooling/provider-template/src/**/*.ts',
)

function files(...patterns: string[]): readonly string[] {
  return globSync(patterns, { cwd: root }).toSorted()
}
