import { readFileSync } from 'node:fs'

/** The fields of a `package.json` that the tooling reads. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly description?: string
  readonly keywords?: readonly string[]
  readonly repository?: { readonly type: string; readonly url: string; readonly directory?: string }
  readonly engines?: { readonly node: string }
  readonly scripts?: Readonly<Record<string, string>>
  readonly bin?: Readonly<Record<string, string>>
  readonly exports?: Exports
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  /** What a provider declares about itself. */
  readonly sms?: {
    readonly provider: string
    readonly factory: string
    readonly credentials: Readonly<Record<string, string>>
    readonly credentialSets?: readonly (readonly string[])[]
    readonly options?: Readonly<Record<string, string>>
    readonly capabilities?: unknown
  }
}

/** The file of an entry, or its files by condition. */
export type Exports = string | { readonly [condition: string]: Exports }

export function readManifest(file: string | URL): Manifest {
  const read: Manifest = JSON.parse(readFileSync(file, 'utf8'))
  return read
}
