import { SmsError } from '@sms/core'
import { describe, expect, test } from 'vitest'
import { CANARY, leaks } from '../src/canaries.ts'
import { PROVIDERS } from '../src/providers.ts'
import { answering } from './answering.ts'
import { failure } from './failure.ts'

// That an error is searched at all is shown by plain errors here: an `SmsError` with a secret would fail this very test.

describe('a secret is found [secrets-in-errors]', () => {
  test.each(Object.entries(CANARY))('where the message shows it: %s', (_, secret) => {
    expect(leaks(new Error(`The request for ${secret} failed.`))).not.toEqual([])
  })

  const hidden = Symbol('hidden')
  test.each([
    { where: 'the stack', error: Object.assign(new Error('no'), { stack: `Error: ${CANARY.credential}` }) },
    { where: 'a cause', error: new Error('no', { cause: new Error(CANARY.credential) }) },
    {
      where: 'the cause of a cause',
      error: new Error('no', { cause: new Error('no', { cause: new TypeError(CANARY.credential) }) }),
    },
    { where: 'a cause that is no error', error: new Error('no', { cause: { url: CANARY.credential } }) },
    {
      where: 'a property',
      error: Object.assign(new Error('no'), { input: { headers: [CANARY.credential] } }),
    },
    {
      where: 'a property that does not enumerate',
      error: Object.defineProperty(new Error('no'), 'request', { value: { key: CANARY.credential } }),
    },
    {
      where: 'a property named by a symbol',
      error: Object.assign(new Error('no'), { [hidden]: CANARY.credential }),
    },
    { where: 'its JSON', error: Object.assign(new Error('no'), { toJSON: () => CANARY.credential }) },
    { where: 'the name', error: Object.assign(new Error('no'), { name: CANARY.credential }) },
    { where: 'one of several errors', error: new AggregateError([new Error(CANARY.credential)], 'no') },
  ])('in $where', ({ error }) => {
    expect(leaks(error)).not.toEqual([])
  })

  test('however a number is written', () => {
    for (const number of ['46701740617', '+46701740617', '0046701740617', 'tel:+447700900317']) {
      expect(leaks(new Error(`to ${number}.`))).toHaveLength(1)
    }
  })
})

test('the number of the examples, and a number in part, give nothing away [secrets-in-errors]', () => {
  expect(leaks(new Error('such as +46701740605, or …0617'))).toEqual([])
})

describe.each(PROVIDERS)('$name', (provider) => {
  test('what a failed connection says of the request stays out of the error [secrets-in-errors]', async () => {
    const { fetch } = answering((request) =>
      Promise.reject(
        Object.assign(new TypeError(`fetch failed: ${request.url}`), {
          request,
          cause: Object.assign(new Error(`connect ${CANARY.credential}`), { code: 'ECONNREFUSED' }),
        }),
      ),
    )
    const reader = provider.connect({ fetch, retries: 0 })
    const error = await failure(reader.messages(CANARY.participant).toArray())
    expect(leaks(error)).toEqual([])
    expect(error).toMatchObject({ code: 'network', cause: { message: 'ECONNREFUSED' } })
  })

  test('what a body of another shape holds stays out of the error [secrets-in-errors]', async () => {
    const message = {
      ...provider.message(1),
      [CANARY.text]: CANARY.credential,
      direction: { [CANARY.text]: CANARY.text },
    }
    const { fetch } = answering((request) => Response.json(provider.page([message], request.url)))
    const error = await failure(provider.connect({ fetch }).messages(CANARY.participant).toArray())
    expect(leaks(error)).toEqual([])
    expect(error).toMatchObject({ code: 'invalid_response' })
    expect(SmsError.is(error) && error.issues?.[0]?.path).toMatch(/0\.direction$/)
  })
})
