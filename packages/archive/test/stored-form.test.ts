import { openArchive } from '@sms/archive'
import type { Message, MessageReader } from '@sms/core'
import { expect, test } from 'vitest'

const PARTICIPANT = '+46701740605'

const MESSAGE: Message = {
  provider: 'model',
  id: 'a',
  key: 'model:a',
  direction: 'inbound',
  channel: 'sms',
  from: PARTICIPANT,
  to: null,
  text: 'Hello',
  attachments: [],
  timestamp: null,
  status: 'received',
  segments: null,
  price: null,
  raw: {},
}

/** Lists these messages on one page. */
function readerOf(messages: readonly Message[]): MessageReader {
  const pages = async function* () {
    yield { items: messages, total: null, cursor: null }
  }
  return {
    contractVersion: 1,
    provider: 'model',
    capabilities: {
      order: 'oldest-first',
      orders: [],
      total: false,
      timestamps: true,
      conversations: false,
      summary: false,
      defaultPageSize: 100,
      maxPageSize: null,
    },
    messages: () => ({
      pages,
      toArray: async () => [...messages],
      async *[Symbol.asyncIterator]() {
        yield* messages
      },
    }),
  }
}

async function storedFormOf(messages: readonly Message[]): Promise<readonly Message[]> {
  await using archive = await openArchive(':memory:')
  await archive.sync(readerOf(messages), PARTICIPANT)
  const stored = await archive.messages().toArray()
  return stored
}

test('what a provider sent comes back as it was, wherever it has the text', async () => {
  const raws: readonly unknown[] = [
    { id: 1, text: 'Hello', to: null },
    { subject: 'Hello', text: 'Hello' },
    { text: { body: 'Hello' } },
    { text: 'hello', body: 0 },
    JSON.parse('{"__proto__":"Hello","a":1}'),
    ['Hello'],
    'Hello',
    null,
  ]
  const messages = raws.map((raw, at) => ({ ...MESSAGE, id: `m${at}`, key: `model:m${at}`, raw }))
  const stored = await storedFormOf(messages)
  expect(stored.map(({ raw }) => JSON.stringify(raw))).toEqual(raws.map((raw) => JSON.stringify(raw)))
  expect(stored.map(({ text }) => text)).toEqual(raws.map(() => 'Hello'))
})

test('every key and id comes back as it was, also if the key does not begin with the provider', async () => {
  const names: readonly (readonly [key: string, id: string | null])[] = [
    ['model:a', 'a'],
    ['model:b', 'B'],
    ['model:c', null],
    ['model::d', ':d'],
    [':d', 'd'],
    ['other:e', 'e'],
    ['f', 'f'],
    ['model:', ''],
    ['model:~~g', '~g'],
    ['model:~AAAAAAAAAAA:0', null],
  ]
  const stored = await storedFormOf(names.map(([key, id]) => ({ ...MESSAGE, key, id })))
  expect(stored.map(({ key, id }) => [key, id])).toEqual(names)
})

test('messages of one page that differ in the direction, the channel or one address keep them', async () => {
  const changes: readonly Partial<Message>[] = [
    { from: null },
    { to: 'Acme' },
    { channel: 'rcs' },
    { direction: 'outbound' },
  ]
  const sent = changes
    .flatMap((change) => [{}, change])
    .map((change, at) => ({
      ...MESSAGE,
      ...change,
      id: `m${at}`,
      key: `model:m${at}`,
    }))
  const stored = await storedFormOf(sent)
  expect(stored.map(facts)).toEqual(sent.map(facts))
})

function facts({ key, direction, channel, from, to }: Message): readonly (string | null)[] {
  return [key, direction, channel, from, to]
}

test('a changed address, price or number of segments is an update', async () => {
  await using archive = await openArchive(':memory:')
  await archive.sync(readerOf([MESSAGE]), PARTICIPANT)
  const changes: readonly Partial<Message>[] = [
    { to: '+447700900560' },
    { segments: 2 },
    { price: { amount: 0.1, currency: 'EUR' } },
    { channel: 'rcs' },
  ]
  let changed = MESSAGE
  for (const change of changes) {
    changed = { ...changed, ...change }
    const report = await archive.sync(readerOf([changed]), PARTICIPANT, { full: true })
    expect(report).toMatchObject({ added: 0, updated: 1 })
    expect(await archive.messages().toArray()).toMatchObject([changed])
  }
})
