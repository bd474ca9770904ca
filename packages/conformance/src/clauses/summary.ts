import { type Harness, expectSuccess, type Played, thrownBy } from '../harness.ts'
import type { Clause } from '../clause.ts'
import { expectSame } from '../expectations.ts'
import { recordedForm } from '../make-call.ts'
import { expectShape, summarySchema } from '../shape.ts'

const exempts: Clause['exempts'] = ({ summary }) => (summary ? null : 'it has no `summary()`')

export const summaryClauses: readonly Clause[] = [
  {
    id: 'SUMMARY-1',
    sentence: 'A summary has every field of the contract, in its form, and what the fixture has in it.',
    needs: ['summary'],
    exempts,
    async check(harness) {
      const { summary } = await played(harness)
      expectShape(summarySchema, summary, 'summary.json')
      expectSame(recordedForm(summary ?? {}), harness.call('summary').outcome.summary, 'summary.json')
    },
  },
  {
    id: 'SUMMARY-2',
    sentence: '`raw` of a summary is exactly what the provider sent.',
    needs: ['summary'],
    exempts,
    async check(harness) {
      const { summary } = await played(harness)
      expectSame(summary?.raw, harness.call('summary').exchanges.at(-1)?.response.body, 'summary.json, `raw`')
    },
  },
  {
    id: 'SUMMARY-3',
    sentence:
      'A summary takes a signal, and refuses any other option and a malformed participant before any request.',
    exempts,
    async check(harness) {
      const reader = harness.reader()
      const options: object = { limit: 1 }
      await harness.refusal(
        () => reader.summary?.('+46701740605', options),
        'invalid_argument',
        'The option limit',
      )
      await harness.refusal(() => reader.summary?.('a/b'), 'invalid_argument', 'The participant a/b')
      const reason = new Error('aborted by the caller')
      const { error, asked } = await harness.serve(
        () => 'silence',
        async ({ requests }) => {
          const signal = AbortSignal.abort(reason)
          const thrown = await thrownBy(() => reader.summary?.('+46701740605', { signal }))
          return { error: thrown, asked: requests.length }
        },
      )
      expectSame(error, reason, 'What an aborted call rejects with')
      expectSame(asked, 0, 'Requests of a call that was aborted before')
    },
  },
]

async function played(harness: Harness): Promise<Played> {
  const outcome = await harness.play(harness.call('summary'), 'summary.json')
  expectSuccess(outcome, 'summary.json')
  return outcome
}
