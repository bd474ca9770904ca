import type { ClientOptions } from '@sms/core'
import { beforeAll, describe, test } from 'vitest'
import { Harness } from './harness/harness.ts'
import { clauses } from './clauses/clauses.ts'
import type { Source } from './fixture/fixture.ts'
import type { Fixtures } from './fixture/read-fixtures.ts'
import { skipReason } from './clauses/skip-reason.ts'
import type { Subject } from './provider-under-test/provider-under-test.ts'

/**
 * Tests a provider against every clause of the contract. Each clause is one test, whose title is the clause's id and
 * sentence. Call it in a test file of vitest.
 *
 * @throws {Error} If neither the subject nor its factory names the credentials.
 * @example
 * <!-- docs: compile only -->
 * ```ts
 * import { testProvider } from '@sms/conformance'
 * import { createIp1 } from '@sms/ip1'
 *
 * testProvider({
 *   create: createIp1,
 *   fixtures: new URL('fixtures/', import.meta.url),
 * })
 * ```
 */
export function testProvider<Options extends ClientOptions>(subject: Subject<Options>): void {
  const harness = new Harness(subject)
  describe(`${harness.provider} keeps the contract`, () => {
    // Shows what the run does not prove.
    beforeAll(() => {
      process.stdout.write(`${harness.provider}: ${sourcesOf(harness.fixtures)}\n${skipsOf(harness)}`)
    })
    for (const clause of clauses) {
      const reason = skipReason(clause, harness)
      const title = `${clause.id} ${clause.sentence}`
      if (reason === null) test(title, () => clause.check(harness))
      else test.skip(`${title} [skipped: ${reason}]`)
    }
  })
}

/** One line for each clause that is skipped, with the reason. */
function skipsOf(harness: Harness): string {
  return clauses
    .flatMap((clause) => {
      const reason = skipReason(clause, harness)
      return reason === null ? [] : [`  ${clause.id} skipped: ${reason}\n`]
    })
    .join('')
}

/** The number of fixtures of each source. */
function sourcesOf({ shown }: Fixtures): string {
  const kinds: Readonly<Record<Source['kind'], string>> = {
    recorded: 'recorded',
    documentation: 'from documentation',
    synthetic: 'synthetic',
  }
  const counts = Object.entries(kinds).map(([kind, words]) => {
    return `${[...shown.values()].filter(({ source }) => source.kind === kind).length} ${words}`
  })
  return `fixtures: ${counts.join(', ')}`
}
