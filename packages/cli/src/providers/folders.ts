import { dirname } from 'node:path'

/**
 * The folder that the command runs in, or null if there is none any more.
 *
 * @param skip Is called with a sentence about that.
 */
export function currentFolder(skip: (problem: string) => void): string | null {
  try {
    return process.cwd()
  } catch {
    skip('The current folder cannot be read, perhaps it was removed; no providers are looked for in it.')
    return null
  }
}

/** A folder and those it is in. */
export function* upwards(folder: string | null): Generator<string, undefined, void> {
  if (folder === null) return
  yield folder
  const parent = dirname(folder)
  if (parent !== folder) yield* upwards(parent)
}
