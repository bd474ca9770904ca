import type { StoredRules } from './rules-store.ts'

/** What is not to be stored, as a database returns it. */
export interface RulesRow {
  readonly rules: number
  readonly salt: string
  readonly pruned_before: number | null
  readonly has_erased: number
}

export function toStoredRules(row: RulesRow | undefined): StoredRules {
  return {
    version: row?.rules ?? 0,
    salt: row?.salt ?? '',
    prunedBefore: row?.pruned_before ?? null,
    hasErased: row?.has_erased === 1,
  }
}
