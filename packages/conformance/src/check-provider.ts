import type { ClientOptions } from '@sms/core'
import { Rig } from './rig.ts'
import { clauses } from './clauses.ts'
import { reasonToSkip } from './skip.ts'
import type { Subject } from './subject.ts'

/** What became of one clause. */
export interface ClauseResult {
  readonly id: string
  readonly outcome: 'kept' | 'broken' | 'skipped'
  /** Why it is broken, or was skipped. */
  readonly why: string | null
}

/** Checks all clauses and tells what became of each, for those who need more than tests. Runs within a vitest run. */
export async function checkProvider<Options extends ClientOptions>(
  subject: Subject<Options>,
): Promise<readonly ClauseResult[]> {
  const rig = new Rig(subject)
  const results: ClauseResult[] = []
  for (const clause of clauses) {
    const { id } = clause
    const reason = reasonToSkip(clause, rig)
    if (reason !== null) {
      results.push({ id, outcome: 'skipped', why: reason })
      continue
    }
    try {
      await clause.check(rig)
      results.push({ id, outcome: 'kept', why: null })
    } catch (error) {
      results.push({ id, outcome: 'broken', why: error instanceof Error ? error.message : String(error) })
    }
  }
  return results
}
