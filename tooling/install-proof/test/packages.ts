import { readdirSync, readFileSync } from 'node:fs'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly bin?: Readonly<Record<string, string>>
}

const PACKAGES = new URL('../../../packages/', import.meta.url)

const manifests = readdirSync(PACKAGES)
  .map((name) => JSON.parse(readFileSync(new URL(`${name}/package.json`, PACKAGES), 'utf8')) as Manifest)
  .filter((manifest) => manifest.private !== true)

/** With commands, for Node.js alone. */
export const tools: readonly Manifest[] = manifests.filter(({ bin }) => bin !== undefined)

/** For every runtime: core and the providers. */
export const libraries: readonly Manifest[] = manifests.filter(({ bin }) => bin === undefined)

export const providers: readonly Manifest[] = libraries.filter(({ name }) => name !== '@sms/core')
