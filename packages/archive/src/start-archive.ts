import type { Archive } from './contract/archive.ts'
import { resumeErasures } from './erase/erase-person.ts'
import { resumePruning } from './erase/prune-archive.ts'
import { makeArchive } from './make-archive.ts'
import type { Store } from './store/store.ts'

/**
 * An archive over a store, after what an earlier process began to remove from it is removed. If that fails, the store is
 * closed.
 *
 * @throws {ArchiveError} Rejects with what the store throws.
 */
export async function startArchive(store: Store): Promise<Archive> {
  try {
    await resumePruning(store)
    await resumeErasures(store)
  } catch (error) {
    await store.close()
    throw error
  }
  return makeArchive(store)
}
