import { expectError, expectSame, expectSuccess } from '../../harness/expectations.ts'
import type { Clause } from '../clause.ts'
import { callWithReply, DEFAULT_RETRIES, HTML } from './call-with-reply.ts'

const OUTAGES = [408, 500, 502, 503, 504, 520, 524]

const FINAL = [501, 505]

export const ERROR_6: Clause = {
  id: 'ERROR-6',
  sentence:
    'A request is repeated during an outage. An outage that does not end is `unavailable`, with `attempts`.',
  needs: ['unavailable', 'empty'],
  async check(harness) {
    const played = await harness.play('unavailable')
    expectSuccess(played, played.label)
    for (const status of OUTAGES) {
      const outage = { status, headers: {}, body: HTML }
      const { error, requests } = await callWithReply(harness, outage, { retries: 1 })
      const { attempts } = expectError(error, 'unavailable', `HTTP ${status}`)
      expectSame(attempts, 2, `HTTP ${status}: attempts`)
      expectSame(requests, 2, `HTTP ${status}: requests`)
    }
    const [outage] = played.call.exchanges
    const { error } = await callWithReply(harness, outage?.response ?? 'reset')
    const { attempts } = expectError(error, 'unavailable', 'The outage of unavailable.json, for ever')
    expectSame(attempts, DEFAULT_RETRIES + 1, '`attempts` of an outage that does not pass')
  },
}

export const ERROR_7: Clause = {
  id: 'ERROR-7',
  sentence: 'A request that the provider can never serve, 501 or 505, is not repeated.',
  needs: ['empty'],
  async check(harness) {
    for (const status of FINAL) {
      const { requests } = await callWithReply(harness, { status, headers: {}, body: '' })
      expectSame(requests, 1, `HTTP ${status}: requests`)
    }
  },
}
