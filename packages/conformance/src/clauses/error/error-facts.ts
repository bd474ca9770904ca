import { SmsError } from '@sms/core'
import { ClauseFailure } from '../../clause-failure.ts'
import { isRetryable } from '../../contract/vocabulary.ts'
import { expectSame } from '../../harness/expectations.ts'
import type { Reply } from '../../replay/responder.ts'
import type { Clause } from '../clause.ts'
import { callWithReply, ok } from './call-with-reply.ts'

export const ERROR_16: Clause = {
  id: 'ERROR-16',
  sentence: 'An error reports its provider, and whether the same call may succeed later.',
  needs: ['empty', 'unauthorized'],
  async check(harness) {
    const replies: readonly Reply[] = [
      'reset',
      { status: 500, headers: {}, body: '' },
      { status: 429, headers: { 'retry-after': '90' }, body: '' },
      { status: 404, headers: {}, body: '' },
      ok('null'),
      harness.call('unauthorized').exchanges[0]?.response ?? 'reset',
    ]
    for (const reply of replies) {
      const { error } = await callWithReply(harness, reply, { retries: 0 })
      if (!SmsError.is(error)) throw new ClauseFailure('The error is no SmsError.', { actual: error })
      expectSame(error.provider, harness.provider, `\`provider\` of ${error.code}`)
      expectSame(error.retryable, isRetryable(error.code), `\`retryable\` of ${error.code}`)
      expectSame(error.toJSON()['code'], error.code, `\`code\` of toJSON() of ${error.code}`)
    }
  },
}
