import { type RulesRow, type StoredRules, toStoredRules } from '@sms/archive/store'
import type { Connection } from './connection.ts'

export async function readRules(connection: Connection): Promise<StoredRules> {
  const select = `
    SELECT rules, salt, pruned_before, EXISTS (SELECT FROM erased_address)::integer AS has_erased FROM archive`
  return toStoredRules(await connection.get<RulesRow>(select))
}

/** Makes every page that is about to be stored be compared again. */
async function changeRules(connection: Connection): Promise<void> {
  await connection.run('UPDATE archive SET rules = rules + 1')
}

/** Says that something was removed, too, so that the tables are to be written anew. */
export async function markRemoved(connection: Connection): Promise<void> {
  await connection.run('UPDATE archive SET rules = rules + 1, unwiped = 1')
}

export async function hasErased(connection: Connection, digests: readonly string[]): Promise<boolean> {
  const select = 'SELECT FROM erased_address WHERE digest = ANY($1::text[]) LIMIT 1'
  return (await connection.get(select, digests)) !== undefined
}

export async function beginErasure(
  connection: Connection,
  participant: string,
  digests: readonly string[],
): Promise<void> {
  await markRemoved(connection)
  await connection.run('INSERT INTO pending_erasure VALUES ($1) ON CONFLICT DO NOTHING', participant)
  const remember = `
    INSERT INTO erased_address (digest, person)
    SELECT digest, ($1::text[])[1] FROM unnest($1::text[]) digest ON CONFLICT DO NOTHING`
  await connection.run(remember, digests)
}

export async function readPendingErasures(connection: Connection): Promise<readonly string[]> {
  const select = 'SELECT participant FROM pending_erasure'
  const rows = await connection.all<{ readonly participant: string }>(select)
  return rows.map(({ participant }) => participant)
}

export async function endErasure(connection: Connection, participant: string): Promise<void> {
  await connection.run('DELETE FROM pending_erasure WHERE participant = $1', participant)
}

export async function forgetErasure(connection: Connection, digest: string): Promise<void> {
  await changeRules(connection)
  await connection.run('DELETE FROM erased_address WHERE person = $1', digest)
}

export async function beginPruning(connection: Connection, before: number): Promise<void> {
  await changeRules(connection)
  const begin =
    'UPDATE archive SET pruned_before = greatest(pruned_before, $1), pruning = greatest(pruning, $1)'
  await connection.run(begin, before)
}

export async function readPendingPruning(connection: Connection): Promise<number | null> {
  const row = await connection.get<{ readonly pruning: number | null }>('SELECT pruning FROM archive')
  return row?.pruning ?? null
}

export async function endPruning(connection: Connection, before: number): Promise<void> {
  await connection.run('UPDATE archive SET pruning = NULL WHERE pruning <= $1', before)
}
