import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of the whole repository. */
export const root: string = fileURLToPath(new URL('../../..', import.meta.url))

/** What the documentation may rely on in a `package.json`. */
export interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly scripts?: Readonly<Record<string, string>>
  readonly bin?: Readonly<Record<string, string>>
}

export const rootManifest: Manifest = manifest('package.json')
export const packages: readonly Manifest[] = globSync('packages/*/package.json', { cwd: root }).map(manifest)

/** The READMEs there are, relative to the root. */
export const readmes: readonly string[] = globSync(['README.md', 'packages/*/README.md'], {
  cwd: root,
}).toSorted()

function manifest(path: string): Manifest {
  const read: Manifest = JSON.parse(readFileSync(`${root}/${path}`, 'utf8'))
  return read
}
