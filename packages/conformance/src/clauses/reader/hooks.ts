import { expectSame, expectThat } from '../../harness/expectations.ts'
import type { Clause } from '../clause.ts'

export const READER_10: Clause = {
  id: 'READER-10',
  sentence:
    'Hooks receive every request and every response without credentials. An error that a hook throws ends the call.',
  needs: ['several-pages'],
  async check(harness) {
    const seen: unknown[] = []
    const note = (...values: readonly unknown[]): void => {
      seen.push(...values)
    }
    const { requests, error } = await harness.play('several-pages', {
      client: { onRequest: note, onResponse: note },
    })
    expectThat(error === undefined, 'Hooks that change nothing have no effect.', error)
    const what = 'One request before each attempt, and the request and its response after it'
    expectSame(seen.length, 3 * requests.length, what)
    for (const value of seen) {
      const isExpected = value instanceof Request || value instanceof Response
      expectThat(isExpected, 'A hook receives a Request, and a Response.', value)
      const shown = JSON.stringify([value.url, ...value.headers])
      for (const secret of Object.values(harness.credentials)) {
        expectThat(!shown.includes(secret), 'A hook sees no credential.')
      }
    }
    for (const hook of ['onRequest', 'onResponse'] as const) {
      const reason = new Error('thrown by a hook')
      const throwing = (): void => {
        throw reason
      }
      const failed = await harness.play('several-pages', { client: { [hook]: throwing }, isWhole: false })
      expectSame(failed.error, reason, `The call rejects with what \`${hook}\` throws`)
    }
  },
}
