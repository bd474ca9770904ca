import { ArchiveError } from '../../archive-error.ts'
import type { Lease, LeaseClaim, LeaseHolder } from '../store.ts'
import type { Database } from './database.ts'

interface LeaseRow {
  readonly lease_version: number
  readonly lease_owner: string | null
  readonly lease_expires: number | null
}

const READ = 'SELECT lease_version, lease_owner, lease_expires FROM conversation WHERE id = ?'

export function acquireLease(
  database: Database,
  conversation: number,
  { owner, expires }: LeaseClaim,
  isOver: (holder: LeaseHolder) => boolean,
): Lease | null {
  const row = database.get<LeaseRow>(READ, conversation)
  if (row === undefined) return null
  const { lease_owner: holder, lease_expires: until, lease_version: version } = row
  if (holder !== null && until !== null && !isOver({ owner: holder, expires: until })) return null
  const take = 'UPDATE conversation SET lease_owner = ?, lease_expires = ?, lease_version = ? WHERE id = ?'
  database.run(take, owner, expires, version + 1, conversation)
  return { conversation, owner, version: version + 1 }
}

export function renewLease(database: Database, { conversation, version }: Lease, expires: number): void {
  const renew = `
    UPDATE conversation SET lease_expires = ? WHERE id = ? AND lease_version = ? AND lease_owner IS NOT NULL`
  database.run(renew, expires, conversation, version)
}

export function releaseLease(database: Database, lease: Lease, isComplete: boolean): void {
  const { conversation, version } = lease
  const release = `
    UPDATE conversation SET lease_owner = NULL, lease_expires = NULL, is_complete = max(is_complete, ?)
    WHERE id = ? AND lease_version = ?`
  const released = database.run(release, isComplete ? 1 : 0, conversation, version)
  if (isComplete && released === 0) checkLease(database, lease)
}

/**
 * Checks, within the transaction that writes, that a lease is still held.
 *
 * @throws {ArchiveError} `busy` if it is not; `erased` if the conversation is not stored any more.
 */
export function checkLease(database: Database, { conversation, version }: Lease): void {
  const row = database.get<LeaseRow>(READ, conversation)
  if (row === undefined) {
    const message =
      'The conversation was erased while this sync read it, and nothing of it is stored. Sync it again to store it anew.'
    throw new ArchiveError('erased', message)
  }
  const isHeld = row.lease_version === version && row.lease_expires !== null && row.lease_expires > Date.now()
  if (isHeld) return
  const message =
    'This process stood still for so long that its right to write the conversation has ended, and another process may have it. What it had stored is safe; sync again.'
  throw new ArchiveError('busy', message)
}
