import { setTimeout as pause } from 'node:timers/promises'
import { ArchiveError } from '../archive-error.ts'
import type { Lease, LeaseHolder } from '../store/lease-store.ts'
import type { Store } from '../store/store.ts'
import { hasEnded, newOwner } from './process-owner.ts'

// A process that has not renewed its lease for so long has ended, or stands still.
const LEASE_MS = 20_000
const RENEWAL_MS = 5_000

// Longer than a lease: of one whose owner is gone, the wait is for its end.
const MOST_WAIT_MS = 25_000
const LONGEST_PAUSE_MS = 100

/** How a sync has ended. */
export type SyncEnd<Report> =
  | {
      /** What it has done. */
      readonly report: Report
    }
  | {
      /** Why it failed. */
      readonly error: unknown
    }

/** Whose lease it is, and what is done with it. */
export interface LeasedSync<Report> {
  readonly conversation: number
  readonly signal: AbortSignal | undefined
  readonly action: (lease: Lease) => Promise<Report>
  /** Lets others sync the conversation, and records whether it is complete. */
  readonly release: (lease: Lease, end: SyncEnd<Report>) => Promise<void>
}

/**
 * Syncs a conversation while no one else writes it. Waits for another sync of it.
 *
 * @throws {ArchiveError} Rejects with `busy` if the other sync does not end in time; or with the signal's own reason.
 */
export async function withLease<Report>(
  store: Store,
  { conversation, signal, action, release }: LeasedSync<Report>,
): Promise<Report> {
  const lease = await acquire(store, conversation, signal)
  const renewal = setInterval(() => {
    // If it fails, the next page finds out whether the lease still holds.
    store.renewLease(lease, Date.now() + LEASE_MS).catch(() => undefined)
  }, RENEWAL_MS)
  renewal.unref()
  let end: SyncEnd<Report>
  try {
    end = { report: await action(lease) }
  } catch (error) {
    end = { error }
  } finally {
    clearInterval(renewal)
  }
  await release(lease, end)
  if ('error' in end) throw end.error
  return end.report
}

async function acquire(store: Store, conversation: number, signal: AbortSignal | undefined): Promise<Lease> {
  const owner = newOwner()
  const end = performance.now() + MOST_WAIT_MS
  while (performance.now() < end) {
    signal?.throwIfAborted()
    const now = Date.now()
    const lease = await store.acquireLease(conversation, { owner, expires: now + LEASE_MS }, (holder) =>
      isOver(holder, now),
    )
    if (lease !== null) return lease
    await pause(1 + Math.random() * LONGEST_PAUSE_MS)
  }
  const message = 'Another process syncs this conversation; try again when it has ended.'
  throw new ArchiveError('busy', message)
}

function isOver({ owner, expires }: LeaseHolder, now: number): boolean {
  return expires <= now || hasEnded(owner)
}
