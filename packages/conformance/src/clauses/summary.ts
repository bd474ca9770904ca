import { summarySchema } from '../contract/schemas.ts'
import { recordedForm } from '../fixture/recorded-form.ts'
import { expectSame, expectShape, expectSuccess } from '../harness/expectations.ts'
import type { Harness } from '../harness/harness.ts'
import type { PlayedCall } from '../harness/played-call.ts'
import { thrownBy } from '../harness/thrown-by.ts'
import type { Clause } from './clause.ts'

const exemptsWithoutSummary: Clause['exempts'] = ({ summary }) => (summary ? null : 'it has no `summary()`')

export const SUMMARY_1: Clause = {
  id: 'SUMMARY-1',
  sentence:
    'A summary has every field of the contract in the right form, with the value that the fixture records.',
  needs: ['summary'],
  exempts: exemptsWithoutSummary,
  async check(harness) {
    const { call, summary } = await playSummary(harness)
    expectShape(summarySchema, summary, 'summary.json')
    expectSame(recordedForm(summary ?? {}), call.outcome.summary, 'summary.json')
  },
}

export const SUMMARY_2: Clause = {
  id: 'SUMMARY-2',
  sentence: '`raw` of a summary is exactly what the provider sent.',
  needs: ['summary'],
  exempts: exemptsWithoutSummary,
  async check(harness) {
    const { call, summary } = await playSummary(harness)
    expectSame(summary?.raw, call.exchanges.at(-1)?.response.body, 'summary.json, `raw`')
  },
}

export const SUMMARY_3: Clause = {
  id: 'SUMMARY-3',
  sentence:
    'A summary accepts a signal. Any other option and a malformed participant are `invalid_argument`, before any request.',
  exempts: exemptsWithoutSummary,
  async check(harness) {
    const reader = harness.reader()
    const withLimit: object = { limit: 1 }
    const readWithLimit = (): unknown => reader.summary?.('+46701740605', withLimit)
    await harness.errorBeforeRequest(readWithLimit, 'invalid_argument', 'The option limit')
    const readMalformed = (): unknown => reader.summary?.('a/b')
    await harness.errorBeforeRequest(readMalformed, 'invalid_argument', 'The participant a/b')
    const reason = new Error('aborted by the caller')
    const signal = AbortSignal.abort(reason)
    const { error, requests } = await harness.serve(
      () => 'silence',
      async (traffic) => {
        const thrown = await thrownBy(() => reader.summary?.('+46701740605', { signal }))
        return { error: thrown, ...traffic() }
      },
    )
    expectSame(error, reason, 'What an aborted call rejects with')
    expectSame(requests.length, 0, 'Requests of a call that was aborted before it began')
  },
}

async function playSummary(harness: Harness): Promise<PlayedCall> {
  const played = await harness.play('summary')
  expectSuccess(played, played.label)
  return played
}
