import { type Lease, type LeaseRow, requireLease } from '@sms/archive/store'
import { SERVER_TIME } from './clock.ts'
import type { Connection } from './connection.ts'

/**
 * Checks that a lease is held, and keeps it until the end of the transaction.
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
