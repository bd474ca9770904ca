import { type RulesRow, toStoredRules } from '../rules-row.ts'
import type { StoredRules } from '../rules-store.ts'
import type { Database } from './database.ts'

export function readRules(database: Database): StoredRules {
  const select = `
    SELECT rules, salt, pruned_before, EXISTS (SELECT 1 FROM erased_address) AS has_erased FROM archive`
  return toStoredRules(database.get<RulesRow>(select))
}

/** Makes every page that is about to be stored be compared again. */
function changeRules(database: Database): void {
  database.run('UPDATE archive SET rules = rules + 1')
}

/** Says that something was removed, too, so that its bytes are to be overwritten. */
export function markRemoved(database: Database): void {
  database.run('UPDATE archive SET rules = rules + 1, unwiped = 1')
}

export function hasErased(database: Database, digests: readonly string[]): boolean {
  const select = `
    SELECT 1 FROM json_each(?) d CROSS JOIN erased_address e ON e.digest = d.value LIMIT 1`
  return database.get(select, JSON.stringify(digests)) !== undefined
}

export function beginErasure(database: Database, participant: string, digests: readonly string[]): void {
  markRemoved(database)
  database.run('INSERT INTO pending_erasure VALUES (?) ON CONFLICT DO NOTHING', participant)
  for (const digest of digests) {
    const remember = 'INSERT INTO erased_address VALUES (?, ?) ON CONFLICT DO NOTHING'
    database.run(remember, digest, digests[0] ?? digest)
  }
}

export function readPendingErasures(database: Database): readonly string[] {
  const rows = database.all<{ readonly participant: string }>('SELECT participant FROM pending_erasure')
  return rows.map(({ participant }) => participant)
}

export function endErasure(database: Database, participant: string): void {
  database.run('DELETE FROM pending_erasure WHERE participant = ?', participant)
}

export function forgetErasure(database: Database, digest: string): void {
  changeRules(database)
  database.run('DELETE FROM erased_address WHERE person = ?', digest)
}

export function beginPruning(database: Database, before: number): void {
  changeRules(database)
  const begin = `
    UPDATE archive
    SET pruned_before = max(coalesce(pruned_before, ?1), ?1), pruning = max(coalesce(pruning, ?1), ?1)`
  database.run(begin, before)
}

export function readPendingPruning(database: Database): number | null {
  return database.get<{ readonly pruning: number | null }>('SELECT pruning FROM archive')?.pruning ?? null
}

export function endPruning(database: Database, before: number): void {
  database.run('UPDATE archive SET pruning = NULL WHERE pruning <= ?', before)
}
