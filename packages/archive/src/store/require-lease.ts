import { ArchiveError } from '../archive-error.ts'
import type { Lease } from './lease-store.ts'

/** Who holds a conversation, as a database returns it. */
export interface LeaseRow {
  readonly lease_version: number
  readonly lease_owner: string | null
  readonly lease_expires: number | null
}

/**
 * Checks, within the transaction that writes, that a lease is still held.
 *
 * @param row The conversation; undefined if it is not stored.
 * @param now By the clock that the lease expires by.
 * @throws {ArchiveError} `busy` if it is not; `erased` if the conversation is not stored any more.
 */
export function requireLease(row: LeaseRow | undefined, { version }: Lease, now: number): void {
  if (row === undefined) {
    const message =
      'The conversation was erased while this sync read it, and nothing of it is stored. Sync it again to store it anew.'
    throw new ArchiveError('erased', message)
  }
  const isHeld = row.lease_version === version && row.lease_expires !== null && row.lease_expires > now
  if (isHeld) return
  const message =
    'This process stood still for so long that its right to write the conversation has ended, and another process may have it. What it had stored is safe; sync again.'
  throw new ArchiveError('busy', message)
}
