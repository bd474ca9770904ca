import { bodyText } from '../../fixture/body-text.ts'
import { expectError, expectSame, expectSuccess, expectThat } from '../../harness/expectations.ts'
import type { Clause } from '../clause.ts'
import { callWithReply, HTML, ok } from './call-with-reply.ts'

const UNDOCUMENTED_BODIES = [
  '',
  'null',
  '17',
  '"text"',
  '[[]]',
  '{"unexpected":true}',
  '[{"unexpected":{}},null]',
]

export const ERROR_11: Clause = {
  id: 'ERROR-11',
  sentence: 'JSON that is cut short is `invalid_response`, after one more attempt.',
  needs: ['several-pages', 'empty'],
  async check(harness) {
    const body = bodyText(harness.call('several-pages').exchanges[0]?.response.body)
    for (const length of [1, Math.floor(body.length / 2), body.length - 1]) {
      const { error, requests } = await callWithReply(harness, ok(body.slice(0, length)))
      expectError(error, 'invalid_response', `The first ${length} of ${body.length} characters`)
      expectSame(requests, 2, 'Requests')
    }
  },
}

export const ERROR_12: Clause = {
  id: 'ERROR-12',
  sentence:
    'A response with status 200 that is not the documented JSON is `invalid_response`, and the error names status and content type. A wrong content type alone is accepted.',
  needs: ['empty'],
  async check(harness) {
    const { error } = await callWithReply(harness, ok(HTML, 'text/html'))
    const { message } = expectError(error, 'invalid_response', 'HTML')
    expectThat(
      message.includes('200') && message.includes('text/html'),
      'The message names status and content type.',
      message,
    )
    for (const body of UNDOCUMENTED_BODIES) {
      const outcome = await callWithReply(harness, ok(body))
      expectError(outcome.error, 'invalid_response', `The body ${body}`)
    }
    const exchanges = harness.call('empty').exchanges.map(({ request, response }) => {
      const headers = { ...response.headers, 'content-type': 'text/html' }
      return { request, response: { ...response, headers } }
    })
    const played = await harness.play('empty', { what: 'with the content type text/html', exchanges })
    expectSuccess(played, played.label)
  },
}
