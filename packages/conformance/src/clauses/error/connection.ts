import { expectError, expectSame, expectThat } from '../../harness/expectations.ts'
import type { Clause } from '../clause.ts'
import { callWithReply, DEFAULT_RETRIES } from './call-with-reply.ts'

export const ERROR_8: Clause = {
  id: 'ERROR-8',
  sentence:
    'A request is repeated after a reset connection. If every connection is reset, the error is `network`, with `attempts`.',
  needs: ['empty'],
  async check(harness) {
    const { error, requests } = await callWithReply(harness, 'reset')
    const { attempts } = expectError(error, 'network', 'Every connection reset')
    expectSame(attempts, DEFAULT_RETRIES + 1, '`attempts`')
    expectSame(requests, DEFAULT_RETRIES + 1, 'Requests')
  },
}

export const ERROR_9: Clause = {
  id: 'ERROR-9',
  sentence:
    'A request is repeated if no response comes within `timeout`. If none ever comes, the error is `timeout`, with `attempts`.',
  needs: ['empty'],
  async check(harness) {
    const { error, requests, took } = await callWithReply(harness, 'silence', { timeout: 1500, retries: 2 })
    expectSame(expectError(error, 'timeout', 'No response at all').attempts, 3, '`attempts`')
    expectSame(requests, 3, 'Requests')
    expectThat(took >= 3 * 1500 && took < 30_000, 'Three attempts of 1500 ms take 4500 to 30 000 ms.', took)
  },
}

export const ERROR_20: Clause = {
  id: 'ERROR-20',
  sentence:
    'A `fetch` that throws an unexpected error is called once. The error is `invalid_argument`, and does not include its message.',
  needs: ['empty'],
  follows: ['ERROR-8'],
  async check(harness) {
    let calls = 0
    const fetch = async (): Promise<Response> => {
      calls += 1
      throw new Error('canary of a fetch')
    }
    const { error } = await callWithReply(harness, 'reset', { fetch })
    const { message } = expectError(error, 'invalid_argument', 'A faulty fetch')
    expectSame(calls, 1, 'Calls')
    expectThat(
      message.includes('`fetch`') && !message.includes('canary'),
      'The message names the option, and does not include the message of the cause.',
      message,
    )
  },
}
