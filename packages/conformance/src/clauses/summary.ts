import { type Rig, expectSuccess, type Played, thrownBy } from '../rig.ts'
import type { Clause } from '../clause.ts'
import { same } from '../failure.ts'
import { recordedForm } from '../perform.ts'
import { expectShape, summarySchema } from '../shape.ts'

const exempts: Clause['exempts'] = ({ summary }) => (summary ? null : 'it has no `summary()`')

export const summaryClauses: readonly Clause[] = [
  {
    id: 'SUMMARY-1',
    sentence: 'A summary has every field of the contract, in its form, and what the fixture has in it.',
    needs: ['summary'],
    exempts,
    async check(rig) {
      const { summary } = await played(rig)
      expectShape(summarySchema, summary, 'summary.json')
      same(recordedForm(summary ?? {}), rig.call('summary').outcome.summary, 'summary.json')
    },
  },
  {
    id: 'SUMMARY-2',
    sentence: '`raw` of a summary is exactly what the provider sent.',
    needs: ['summary'],
    exempts,
    async check(rig) {
      const { summary } = await played(rig)
      same(summary?.raw, rig.call('summary').exchanges.at(-1)?.response.body, 'summary.json, `raw`')
    },
  },
  {
    id: 'SUMMARY-3',
    sentence:
      'A summary takes a signal, and refuses any other option and a malformed participant before any request.',
    exempts,
    async check(rig) {
      const reader = rig.reader()
      const options: object = { limit: 1 }
      await rig.refusal(
        () => reader.summary?.('+46701740605', options),
        'invalid_argument',
        'The option limit',
      )
      await rig.refusal(() => reader.summary?.('a/b'), 'invalid_argument', 'The participant a/b')
      const reason = new Error('aborted by the caller')
      const { error, asked } = await rig.serve(
        () => 'silence',
        async ({ requests }) => {
          const signal = AbortSignal.abort(reason)
          const thrown = await thrownBy(() => reader.summary?.('+46701740605', { signal }))
          return { error: thrown, asked: requests.length }
        },
      )
      same(error, reason, 'What an aborted call rejects with')
      same(asked, 0, 'Requests of a call that was aborted before')
    },
  },
]

async function played(rig: Rig): Promise<Played> {
  const outcome = await rig.play(rig.call('summary'), 'summary.json')
  expectSuccess(outcome, 'summary.json')
  return outcome
}
