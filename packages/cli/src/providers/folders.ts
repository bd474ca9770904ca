import { dirname } from 'node:path'

/**
 * The folders whose `node_modules` may contain packages for this program: those around this package, then those around the current
 * folder. So a folder of someone else cannot replace a package beside this one.
 *
 * @param skip Is called with a sentence if the current folder cannot be read.
 */
export function* installFolders(skip: (problem: string) => void): Generator<string, undefined, void> {
  const seen = new Set<string>()
  for (const start of [() => import.meta.dirname, () => currentFolder(skip)]) {
    for (const parent of upwards(start())) {
      if (!seen.has(parent)) yield parent
      seen.add(parent)
    }
  }
}

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
