import type { ClientOptions } from '@sms/core'
import { Harness } from './harness/harness.ts'
import { clauses } from './clauses/clauses.ts'
import { skipReason } from './clauses/skip-reason.ts'
import type { Subject } from './provider-under-test/provider-under-test.ts'

/** The result of one clause. */
export interface ClauseResult {
  /** The clause's id, such as `PAGE-3`. */
  readonly id: string
  /** `skipped` if the clause does not apply to the provider's capabilities, or a fixture that it needs is absent. */
  readonly outcome: 'kept' | 'broken' | 'skipped'
  /** Why the clause is broken or was skipped, or null if it is kept. */
  readonly why: string | null
}

/**
 * Checks all clauses and returns the result of each. Call it in a test file of vitest.
 *
 * @throws {Error} If neither the subject nor its factory names the credentials.
 * @example
 * <!-- docs: compile only -->
 * ```ts
 * import { checkProvider } from '@sms/conformance'
 * import { createIp1 } from '@sms/ip1'
 *
 * const results = await checkProvider({
 *   create: createIp1,
 *   fixtures: new URL('fixtures/', import.meta.url),
 * })
 * for (const { id, outcome, why } of results) if (outcome === 'broken') console.log(id, why)
 * ```
 */
export async function checkProvider<Options extends ClientOptions>(
  subject: Subject<Options>,
): Promise<readonly ClauseResult[]> {
  const harness = new Harness(subject)
  const results: ClauseResult[] = []
  for (const clause of clauses) {
    const { id } = clause
    const reason = skipReason(clause, harness)
    if (reason !== null) {
      results.push({ id, outcome: 'skipped', why: reason })
      continue
    }
    try {
      await clause.check(harness)
      results.push({ id, outcome: 'kept', why: null })
    } catch (error) {
      results.push({ id, outcome: 'broken', why: error instanceof Error ? error.message : String(error) })
    }
  }
  return results
}
