import { type LeaseRow, requireLease } from '../require-lease.ts'
import type { Lease, LeaseClaim, LeaseHolder } from '../lease-store.ts'
import type { Database } from './database.ts'

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
 * @throws {ArchiveError} As `requireLease` does.
 */
export function checkLease(database: Database, lease: Lease): void {
  requireLease(database.get<LeaseRow>(READ, lease.conversation), lease, Date.now())
}
