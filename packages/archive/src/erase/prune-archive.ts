import { checkNames, checkTime, invalidOption } from '../check-options.ts'
import type { PruneOptions, PruneReport } from '../contract/pruning.ts'
import type { Store } from '../store/store.ts'
import { wipeOut } from './erase-person.ts'

// A transaction of so many messages takes less than a second, so that other writers wait no longer.
const BATCH = 1000

/** Removes old messages: see `Archive.prune`. */
export async function pruneArchive(store: Store, options: PruneOptions): Promise<PruneReport> {
  checkNames(options, ['before'])
  const before = checkTime('before', options.before)
  if (before === undefined) throw invalidOption('before', 'a valid Date')
  await store.beginPruning(before)
  const messages = await removeOld(store, before)
  await wipeOut(store)
  return { messages }
}

/** Finishes what a crash has cut: syncs leave out what is older, and it would seem to have vanished. */
export async function resumePruning(store: Store): Promise<void> {
  const before = await store.readPendingPruning()
  if (before !== null) await removeOld(store, before)
}

async function removeOld(store: Store, before: number): Promise<number> {
  let messages = 0
  for (let after: number | null = 0; after !== null;) {
    const { removed, last } = await store.pruneMessages(before, after, BATCH)
    messages += removed
    after = last
  }
  await store.endPruning(before)
  return messages
}
