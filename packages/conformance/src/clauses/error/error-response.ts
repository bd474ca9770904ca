import { SmsError, type SmsErrorCode } from '@sms/core'
import { bodyText } from '../../fixture/body-text.ts'
import { expectError, expectRecordedError, expectSame, expectThat } from '../../harness/expectations.ts'
import type { Clause } from '../clause.ts'
import { callWithReply, HTML, ok } from './call-with-reply.ts'

const CODES_BY_STATUS: Readonly<Record<number, SmsErrorCode>> = {
  400: 'rejected',
  401: 'authentication',
  403: 'permission',
  404: 'not_found',
  409: 'rejected',
  422: 'rejected',
}

export const ERROR_1: Clause = {
  id: 'ERROR-1',
  sentence: 'Unknown credentials are `authentication`, after one request.',
  needs: ['unauthorized'],
  async check(harness) {
    for (const played of await harness.playAll('unauthorized')) expectRecordedError(played)
  },
}

export const ERROR_2: Clause = {
  id: 'ERROR-2',
  sentence: 'An unknown participant is `not_found`, after one request.',
  needs: ['not-found'],
  async check(harness) {
    for (const played of await harness.playAll('not-found')) expectRecordedError(played)
  },
}

export const ERROR_3: Clause = {
  id: 'ERROR-3',
  sentence:
    'Any other error response has the code of its HTTP status, after one request, whatever its body is.',
  needs: ['empty'],
  async check(harness) {
    for (const [key, code] of Object.entries(CODES_BY_STATUS)) {
      const status = Number(key)
      for (const body of [HTML, '']) {
        const { error, requests } = await callWithReply(harness, { status, headers: {}, body })
        const { status: reported, attempts } = expectError(error, code, `HTTP ${status}`)
        expectSame(
          { status: reported, attempts, requests },
          { status, attempts: 1, requests: 1 },
          `HTTP ${status}: status, attempts and requests`,
        )
      }
    }
  },
}

export const ERROR_13: Clause = {
  id: 'ERROR-13',
  sentence: 'An error response with status 200 is an error, not an empty conversation.',
  needs: ['unauthorized', 'empty'],
  async check(harness) {
    const body = bodyText(harness.call('unauthorized').exchanges[0]?.response.body)
    const { error, items } = await callWithReply(harness, ok(body))
    const expected: readonly SmsErrorCode[] = ['authentication', 'rejected', 'invalid_response']
    expectThat(
      SmsError.is(error) && expected.includes(error.code),
      'The body of unauthorized.json with status 200 is an error.',
      error,
    )
    expectSame(items.length, 0, 'Items')
  },
}
