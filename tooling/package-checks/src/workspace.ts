import { fileURLToPath } from 'node:url'
import { readFileSync } from 'node:fs'

/** The folder of the whole repository. */
export const ROOT: string = fileURLToPath(new URL('../../..', import.meta.url))

export const rootManifest = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as {
  /** Where the project lives: every package says the same. */
  readonly repository: { readonly type: string; readonly url: string }
  readonly engines: { readonly node: string }
}
