import { createConversationsRcs } from '@sms/conversations-rcs'
import { createIp1 } from '@sms/ip1'
import { describe, expect, test } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { PROVIDERS, type ProbedProvider } from '../src/providers.ts'
import { answering } from './answering.ts'
import { failure } from './failure.ts'

/** A message of the provider with this id, written into JSON as it is. */
function withId(provider: ProbedProvider, written: string): string {
  const message = { ...provider.message(1), [provider.id]: '(id)' }
  return JSON.stringify(provider.page([message], '/?page=1&limit=50&per_page=50&start=0')).replace(
    '"(id)"',
    written,
  )
}

describe.each(PROVIDERS)('$name', (provider) => {
  test.each([
    { written: '17', id: '17' },
    { written: '0', id: '0' },
    { written: '"17"', id: '17' },
    { written: '"0017"', id: '0017' },
    { written: '9007199254740991', id: '9007199254740991' },
    { written: '9007199254740993', id: '9007199254740993' },
    { written: '"9007199254740993"', id: '9007199254740993' },
    { written: '18446744073709551615', id: '18446744073709551615' },
    { written: '-9007199254740993', id: '-9007199254740993' },
    { written: '1'.repeat(60), id: '1'.repeat(60) },
  ])('an id written $written is the text $id [number-as-text]', async ({ written, id }) => {
    const { fetch } = answering(() => new Response(withId(provider, written)))
    const [message] = await provider.connect({ fetch }).messages(CANARY.participant, { limit: 1 }).toArray()
    expect(message).toMatchObject({ id, key: `${provider.name}:${id}` })
  })
})

test('the id of a conversation loses no digit [number-as-text]', async () => {
  const { fetch } = answering((_, number) =>
    number === 0
      ? new Response('[{"conversation_id":9007199254740993},{"conversation_id":9007199254740992}]')
      : Response.json([]),
  )
  const reader = createConversationsRcs({ apiLogin: CANARY.credential, apiKey: CANARY.credential, fetch })
  const conversations = await reader.conversations().toArray()
  expect(conversations.map(({ id }) => id)).toEqual(['9007199254740993', '9007199254740992'])
})

test.each(['9'.repeat(16), '1'.repeat(400), `"${'1'.repeat(400)}"`])(
  'a count that no number can hold is invalid_response rather than another count: %s [number-as-text]',
  async (count) => {
    const { fetch } = answering(() => new Response(`{"totalMessageCount":${count},"totalSmsCount":1}`))
    const summary = createIp1({ apiKey: CANARY.credential, fetch }).summary(CANARY.participant)
    await expect(failure(summary)).resolves.toMatchObject({
      code: 'invalid_response',
      issues: [{ path: 'totalMessageCount' }],
    })
  },
)

describe.each(PROVIDERS)('$name', (provider) => {
  test.each([...provider.numbers])(
    'numbers may be sent as text and texts as numbers: $sent [number-as-text]',
    async ({ sent, read }) => {
      const list = [{ ...provider.message(1), ...sent }]
      const { fetch } = answering((request) => Response.json(provider.page(list, request.url)))
      const messages = provider.connect({ fetch }).messages(CANARY.participant, { limit: 1 })
      await expect(messages.toArray()).resolves.toMatchObject([read])
    },
  )
})
