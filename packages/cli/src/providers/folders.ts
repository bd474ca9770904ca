import { dirname } from 'node:path'

/**
 * The current folder; null if it was removed.
 *
 * @param skip Is called with a sentence if the folder cannot be read.
 */
export function currentFolder(skip: (problem: string) => void): string | null {
  try {
    return process.cwd()
  } catch {
    skip('The current folder cannot be read. It may have been removed. Its providers are skipped.')
    return null
  }
}

/** A folder and each folder above it. */
export function* upwards(folder: string | null): Generator<string, undefined, void> {
  if (folder === null) return
  yield folder
  const parent = dirname(folder)
  if (parent !== folder) yield* upwards(parent)
}
