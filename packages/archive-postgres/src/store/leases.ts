import { type Lease, type LeaseHolder, type LeaseRow, requireLease } from '@sms/archive/store'
import { SERVER_TIME } from './clock.ts'
import type { Connection } from './connection.ts'

/** The owner that asks for a lease, and for how many milliseconds from now on. */
export interface LeaseRequest {
  readonly owner: string
  readonly lasts: number
}

export async function acquireLease(
  connection: Connection,
  conversation: number,
  { owner, lasts }: LeaseRequest,
  isOver: (holder: LeaseHolder) => boolean,
): Promise<Lease | null> {
  const select = `
    SELECT lease_version, lease_owner, lease_expires - ${SERVER_TIME} AS lease_expires
    FROM conversation WHERE id = $1 FOR NO KEY UPDATE`
  const row = await connection.get<LeaseRow>(select, conversation)
  if (row === undefined) return null
  const { lease_owner: holder, lease_expires: left, lease_version: version } = row
  if (holder !== null && left !== null && !isOver({ owner: holder, expires: Date.now() + left })) return null
  const take = `
    UPDATE conversation SET lease_owner = $1, lease_expires = ${SERVER_TIME} + $2, lease_version = $3 WHERE id = $4`
  await connection.run(take, owner, lasts, version + 1, conversation)
  return { conversation, owner, version: version + 1 }
}

export async function renewLease(
  connection: Connection,
  { conversation, version }: Lease,
  lasts: number,
): Promise<void> {
  const renew = `
    UPDATE conversation SET lease_expires = ${SERVER_TIME} + $1
    WHERE id = $2 AND lease_version = $3 AND lease_owner IS NOT NULL`
  await connection.run(renew, lasts, conversation, version)
}

/** @returns Whether the lease was not lost. */
export async function releaseLease(
  connection: Connection,
  lease: Lease,
  isComplete: boolean,
): Promise<boolean> {
  const { conversation, version } = lease
  const release = `
    UPDATE conversation SET lease_owner = NULL, lease_expires = NULL, is_complete = greatest(is_complete, $1)
    WHERE id = $2 AND lease_version = $3`
  const released = await connection.run(release, isComplete ? 1 : 0, conversation, version)
  if (isComplete && released === 0) await checkLease(connection, lease)
  return released === 1
}

/**
 * Checks, within the transaction that writes, that a lease is held, and keeps it until the end of the transaction.
 *
 * @throws {ArchiveError} As `requireLease` does.
 */
export async function checkLease(connection: Connection, lease: Lease): Promise<void> {
  const select = `
    SELECT lease_version, lease_owner, lease_expires, ${SERVER_TIME} AS now
    FROM conversation WHERE id = $1 FOR NO KEY UPDATE`
  const row = await connection.get<LeaseRow & { readonly now: number }>(select, lease.conversation)
  requireLease(row, lease, row?.now ?? 0)
}
