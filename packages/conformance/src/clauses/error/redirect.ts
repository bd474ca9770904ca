import { expectError, expectSame } from '../../harness/expectations.ts'
import { FOREIGN_URL, isForeign } from '../../replay/foreign-host.ts'
import type { Clause } from '../clause.ts'
import { callWithReply } from './call-with-reply.ts'

export const ERROR_10: Clause = {
  id: 'ERROR-10',
  sentence: 'A redirect is not followed. It is `invalid_response`, after one request.',
  needs: ['empty'],
  async check(harness) {
    for (const status of [301, 302, 303, 307, 308]) {
      const headers = { location: `${FOREIGN_URL}/elsewhere` }
      const { error, requests, strays } = await callWithReply(harness, { status, headers, body: '' })
      expectError(error, 'invalid_response', `HTTP ${status}`)
      expectSame(
        { requests, followed: strays.filter(isForeign) },
        { requests: 1, followed: [] },
        `HTTP ${status}: requests, and those to another host`,
      )
    }
  },
}
