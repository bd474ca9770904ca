import { openArchive } from '@sms/archive'
import { describe, expect, test } from 'vitest'
import { ModelProvider, PARTICIPANT, type Style } from './model-provider.ts'

const MINUTE = 60_000
const STORED = 120
const NEW = 300

/** When a message arrived, the first one 1 000 minutes ago. */
const timeOf = (at: number): number => START + at * MINUTE
const START = Date.now() - 1000 * MINUTE

function receive(provider: ModelProvider, from: number, to: number): void {
  for (let at = from; at < to; at += 1)
    provider.insert(provider.make(`text ${at}`, timeOf(at), 'received'), 0)
}

function makeProvider(style: Style, growsAtEnd = false): ModelProvider {
  const provider = new ModelProvider({ style, ids: 'all', growsAtEnd, excess: 0 })
  receive(provider, 0, STORED)
  return provider
}

const STYLES = [
  ['counted', false],
  ['offsets', false],
  ['numbered', false],
  ['numbered', true],
  ['tokens', false],
] as const

describe.each(STYLES)(
  'a conversation whose list is %s (new messages at the end: %j)',
  (style, growsAtEnd) => {
    test.each([1, 2, 3])('is not complete after a sync that was cut at page %i', async (cutAt) => {
      const provider = makeProvider(style, growsAtEnd)
      await using archive = await openArchive(':memory:')
      const [before] = await syncAndList(archive, provider)
      expect(before).toMatchObject({ messages: STORED, complete: true })
      receive(provider, STORED, STORED + NEW)
      let pages = 0
      const cut = archive.sync(provider.reader, PARTICIPANT, {
        concurrency: 1,
        onPage() {
          pages += 1
          if (pages === cutAt) throw new Error('cut')
        },
      })
      await expect(cut).rejects.toThrow('cut')
      expect((await archive.conversations().toArray())[0]).toMatchObject({ complete: false })
      const [after] = await syncAndList(archive, provider)
      expect(after).toMatchObject({ messages: STORED + NEW, complete: true })
    })
  },
)

test.each(['counted', 'offsets', 'tokens'] as const)(
  'a conversation whose list is %s is not complete after a sync with `since`, which may leave a gap',
  async (style) => {
    const provider = makeProvider(style)
    await using archive = await openArchive(':memory:')
    await syncAndList(archive, provider)
    receive(provider, STORED, STORED + NEW)
    const since = new Date(timeOf(STORED + NEW - 10))
    expect(await archive.sync(provider.reader, PARTICIPANT, { since })).toMatchObject({ complete: false })
    expect(await archive.conversations().toArray()).toMatchObject([
      { messages: STORED + 10, complete: false },
    ])
    const [after] = await syncAndList(archive, provider)
    expect(after).toMatchObject({ messages: STORED + NEW, complete: true })
  },
)

test('a conversation stays complete if a sync fails before its first page', async () => {
  const provider = makeProvider('counted')
  await using archive = await openArchive(':memory:')
  await syncAndList(archive, provider)
  provider.beforeResponse = () => {
    throw new Error('no connection')
  }
  await expect(archive.sync(provider.reader, PARTICIPANT)).rejects.toThrow('no connection')
  expect(await archive.conversations().toArray()).toMatchObject([{ complete: true }])
})

async function syncAndList(archive: Awaited<ReturnType<typeof openArchive>>, provider: ModelProvider) {
  await archive.sync(provider.reader, PARTICIPANT)
  return archive.conversations().toArray()
}
