import { type Archive, type ArchivedMessage, openArchive } from '@sms/archive'
import { type MessageReader, SmsError } from '@sms/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BookProvider } from './book-provider.ts'
import { dailyMessages, START } from './daily-messages.ts'
import { FRIEND, HOUR, letter } from './letter.ts'
import { ModelProvider, PARTICIPANT } from './model-provider.ts'
import { stopClock, wait } from './stop-clock.ts'

const MINUTE = 60_000

stopClock(START)

let archive: Archive
let provider: ModelProvider
beforeEach(async () => {
  archive = await openArchive(':memory:')
  provider = dailyMessages('counted', 10)
})
afterEach(() => archive.close())

/** Deletes the messages at these places from the newest one on. */
function remove(...places: readonly number[]): void {
  const newestFirst = provider.isNewestFirst ? provider.list : provider.list.toReversed()
  for (const place of places) {
    const message = newestFirst[place]
    if (message !== undefined) message.isDeleted = true
  }
}

function restore(): void {
  for (const message of provider.ever) message.isDeleted = false
}

const sync = (options: Parameters<Archive['sync']>[2] = {}, reader: MessageReader = provider.reader) =>
  archive.sync(reader, PARTICIPANT, options)

async function vanished(): Promise<string[]> {
  const messages: ArchivedMessage[] = await archive.messages().toArray()
  return messages.filter(({ vanishedAt }) => vanishedAt !== null).map(({ text }) => text)
}

const changes = async (cursor?: string): Promise<readonly [string, string][]> => {
  const found: [string, string][] = []
  for await (const change of archive.changes({ cursor }))
    if (change.kind !== 'erased') found.push([change.kind, change.message.text])
  return found
}

const cursorNow = async (): Promise<string | undefined> => {
  let cursor: string | undefined
  for await (const change of archive.changes()) cursor = change.cursor
  return cursor
}

const everything = async (): Promise<unknown> => [
  await archive.messages().toArray(),
  await archive.conversations().toArray(),
  await changes(),
]

describe.each(['counted', 'offsets', 'numbered'] as const)('%s pages: a deleted message', (style) => {
  test('vanishes after two complete readings that are an hour apart', async () => {
    provider = dailyMessages(style, 10)
    await sync()
    const cursor = await cursorNow()
    remove(3)
    expect(await sync({ full: true })).toMatchObject({ vanished: 0, complete: true })
    wait(59 * MINUTE)
    expect(await sync({ full: true })).toMatchObject({ vanished: 0, complete: true })
    wait(MINUTE)
    expect(await sync({ full: true })).toMatchObject({ vanished: 1, updated: 0, complete: true })
    expect(await vanished()).toEqual(['text 4'])
    expect(await changes(cursor)).toEqual([['vanished', 'text 4']])
    expect(await archive.conversations().toArray()).toMatchObject([{ messages: 10 }])
    wait(HOUR)
    expect(await sync({ full: true })).toMatchObject({ vanished: 0 })
  })

  test('that is listed again is not marked any more', async () => {
    provider = dailyMessages(style, 10)
    await sync()
    remove(3)
    await sync({ full: true })
    wait(HOUR)
    await sync({ full: true })
    const cursor = await cursorNow()
    restore()
    expect(await sync({ full: true })).toMatchObject({ added: 0, updated: 1, vanished: 0 })
    expect(await vanished()).toEqual([])
    expect(await changes(cursor)).toEqual([['updated', 'text 4']])
    // It has to be missed twice again.
    remove(3)
    wait(HOUR)
    expect(await sync({ full: true })).toMatchObject({ vanished: 0 })
    wait(HOUR)
    expect(await sync({ full: true })).toMatchObject({ vanished: 1 })
  })
})

describe('a message has not vanished', () => {
  test('if a list without a total may still show it two days later', async () => {
    provider = dailyMessages('tokens', 10)
    await sync()
    remove(3)
    await sync({ full: true })
    wait(47 * HOUR)
    expect(await sync({ full: true })).toMatchObject({ vanished: 0 })
    wait(HOUR)
    expect(await sync({ full: true })).toMatchObject({ vanished: 1 })
  })

  test('if it is listed between the two readings', async () => {
    await sync()
    remove(3)
    await sync()
    wait(HOUR)
    restore()
    await sync()
    remove(3)
    wait(HOUR)
    expect(await sync()).toMatchObject({ vanished: 0 })
  })

  test.each(['counted', 'offsets', 'tokens'] as const)(
    'if it is older than all that is listed: %s pages',
    async (style) => {
      provider = dailyMessages(style, 10)
      await sync()
      remove(8, 9, 2)
      await sync({ full: true })
      wait(48 * HOUR)
      expect(await sync({ full: true })).toMatchObject({ vanished: 1, complete: true })
      expect(await vanished()).toEqual(['text 3'])
    },
  )

  test('if one of the others has an odd time', async () => {
    provider.insert(provider.make('odd', 1000, 'received'), 2)
    await sync()
    remove(9, 10)
    await sync({ full: true })
    wait(HOUR)
    expect(await sync({ full: true })).toMatchObject({ vanished: 0 })
  })

  test('if a sync was filtered', async () => {
    await sync()
    remove(3)
    await sync({ since: new Date(START - 200 * HOUR) })
    wait(HOUR)
    expect(await sync({ since: new Date(START - 200 * HOUR) })).toMatchObject({ vanished: 0 })
    expect(await sync()).toMatchObject({ vanished: 0 })
    wait(HOUR)
    expect(await sync()).toMatchObject({ vanished: 1 })
  })

  test('if a sync was not complete', async () => {
    provider = dailyMessages('counted', 120)
    await sync()
    remove(3)
    await sync()
    wait(HOUR)
    const { reader } = provider
    const messages: MessageReader['messages'] = (...call) => {
      const original = reader.messages(...call)
      const pages = async function* () {
        for await (const page of original.pages()) {
          yield page
          throw new SmsError('pagination', 'the pages repeat')
        }
      }
      return { ...original, pages }
    }
    expect(await sync({ full: true }, { ...reader, messages })).toMatchObject({
      vanished: 0,
      complete: false,
    })
    expect(await vanished()).toEqual([])
    expect(await sync()).toMatchObject({ vanished: 1, complete: true })
  })

  test('if a sync did not read as far', async () => {
    provider = dailyMessages('offsets', 300)
    await sync()
    remove(290)
    await sync()
    wait(HOUR)
    expect(await sync()).toMatchObject({ vanished: 0, complete: true })
    expect(await vanished()).toEqual([])
  })

  test('if it is listed again above a new one, from which on a sync reads', async () => {
    provider = new ModelProvider({ style: 'numbered', ids: 'all', growsAtEnd: true, excess: 0 })
    for (let at = 60; at > 0; at -= 1) provider.insert(provider.make(`text ${at}`, START, 'received'), 0)
    await sync()
    remove(0, 1)
    await sync()
    // It is stored before the two, which stand before it when they are listed again.
    provider.insert(provider.make('new', START, 'received'), 0)
    await sync({ full: true })
    for (const message of provider.ever) if (message.text === 'text 1') message.isDeleted = false
    await sync({ full: true })
    restore()
    wait(HOUR)
    expect(await sync()).toMatchObject({ vanished: 0, complete: true })
    expect(await vanished()).toEqual([])
  })

  test('if it is listed again above others that seemed to move over it', async () => {
    provider = dailyMessages('numbered', 72)
    await sync()
    remove(...Array.from({ length: 10 }, (_, place) => 60 + place))
    await sync({ full: true, pageSize: 62 })
    for (const message of provider.ever) if (message.text === 'text 70') message.isDeleted = false
    wait(HOUR)
    expect(await sync()).toMatchObject({ complete: true })
    expect(await vanished()).not.toContain('text 70')
  })

  test('if another conversation lists it', async () => {
    await sync()
    const other = '+46701740699'
    await archive.sync(provider.reader, other)
    remove(3)
    await sync()
    wait(HOUR)
    expect(await sync()).toMatchObject({ vanished: 0 })
    await archive.sync(provider.reader, other)
    wait(HOUR)
    expect(await archive.sync(provider.reader, other)).toMatchObject({ vanished: 1 })
    restore()
    expect(await sync()).toMatchObject({ updated: 1 })
    expect(await vanished()).toEqual([])
    // The conversation that has brought it lists it.
    remove(3)
    for (let count = 0; count < 2; count += 1) {
      await archive.sync(provider.reader, other)
      wait(HOUR)
    }
    expect(await archive.sync(provider.reader, other)).toMatchObject({ vanished: 0 })
    expect(await vanished()).toEqual([])
  })
})

test('a message vanishes that is missing below a kept place, after one reading of the whole list', async () => {
  provider = dailyMessages('offsets', 300)
  await sync()
  remove(5)
  expect(await sync()).toMatchObject({ vanished: 0 })
  wait(HOUR)
  const { requests, vanished: gone } = await sync()
  expect(gone).toBe(1)
  expect(requests).toBeGreaterThan(6)
  expect((await sync()).requests).toBeLessThan(4)
})

test('the last message of a page is at its place, if all that stood between it and the others are gone', async () => {
  provider = dailyMessages('counted', 15)
  await sync()
  remove(4, 5, 6, 7, 8, 9, 10, 11, 12, 13)
  await sync({ pageSize: 5 })
  // Then only the place of the oldest one shows how far back the list reaches.
  await archive.prune({ before: new Date(START - 14.5 * 24 * HOUR) })
  expect((await archive.verify(provider.reader, PARTICIPANT)).vanished).toHaveLength(10)
  wait(HOUR)
  expect(await sync({ pageSize: 5 })).toMatchObject({ vanished: 10 })
})

test('a message that is listed again is not marked any more, if it ends the page that a sync ends with', async () => {
  provider = dailyMessages('tokens', 80)
  await sync()
  remove(70)
  await sync({ full: true })
  wait(48 * HOUR)
  await sync({ full: true })
  expect(await vanished()).toEqual(['text 71'])
  restore()
  remove(...Array.from({ length: 19 }, (_, place) => 51 + place))
  expect(await sync({ pageSize: 52 })).toMatchObject({ updated: 1, complete: true })
  expect(await vanished()).toEqual([])
})

test('of identical messages without an id, as many vanish as are gone', async () => {
  provider = dailyMessages('counted', 3, 'none')
  for (let count = 0; count < 3; count += 1) provider.insert(provider.make('twin', START, 'received'), 0)
  provider.insert(provider.make('last', START, 'received'), 0)
  await sync()
  remove(2, 3)
  await sync()
  wait(HOUR)
  expect(await sync()).toMatchObject({ vanished: 2 })
  expect(await vanished()).toEqual(['twin', 'twin'])
  provider.insert(provider.make('twin', START, 'received'), 1)
  expect(await sync()).toMatchObject({ added: 0, updated: 1 })
  expect(await vanished()).toEqual(['twin'])
})

describe.each([
  { length: 6, kept: 1, pageSize: 50 },
  { length: 60, kept: 1, pageSize: 5 },
  { length: 6, kept: 0, pageSize: 50 },
])('if the provider drops all but $kept of $length messages, oldest first', (given) => {
  const { length, kept, pageSize } = given

  test('a message that has come since vanishes, and those that were dropped have not', async () => {
    provider = dailyMessages('offsets', length)
    await sync({ pageSize })
    remove(...Array.from({ length: length - kept }, (_, place) => kept + place))
    provider.insert(provider.make('first', START - HOUR, 'received'), 0)
    for (const text of ['new', 'newer', 'newest', 'last'])
      provider.insert(provider.make(text, START, 'received'), 0)
    await sync({ pageSize })
    remove(3)
    await sync({ pageSize, full: true })
    expect(await archive.verify(provider.reader, PARTICIPANT)).toMatchObject({
      vanished: [`model:m${length + 1}`],
    })
    wait(HOUR)
    expect(await sync({ pageSize, full: true })).toMatchObject({ vanished: 1 })
    expect(await vanished()).toEqual(['new'])
  })

  test('those without a time that were dropped have not vanished, and what is new follows them', async () => {
    const book = new BookProvider()
    const all = Array.from({ length: length + 2 }, (_, at) => letter(at, { time: null }))
    book.conversations.set(FRIEND, all.slice(0, length))
    await archive.sync(book.reader, FRIEND, { pageSize })
    book.conversations.set(FRIEND, all.slice(length - kept))
    for (let count = 0; count < 2; count += 1) {
      await archive.sync(book.reader, FRIEND, { pageSize, full: true })
      wait(HOUR)
    }
    expect(await archive.sync(book.reader, FRIEND, { pageSize, full: true })).toMatchObject({ vanished: 0 })
    expect(await archive.verify(book.reader, FRIEND)).toMatchObject({ vanished: [] })
    const messages = await archive.messages({ order: 'oldest-first' }).toArray()
    expect(messages.map(({ text }) => text)).toEqual(all.map(({ text }) => text))
  })
})

test.each([5, 50])(
  'what replaces all messages of a list without times follows them: pages of %i',
  async (pageSize) => {
    const book = new BookProvider()
    const all = Array.from({ length: 24 }, (_, at) => letter(at, { time: null }))
    book.conversations.set(FRIEND, all.slice(0, 8))
    await archive.sync(book.reader, FRIEND, { pageSize })
    book.conversations.set(FRIEND, all.slice(8))
    for (let count = 0; count < 3; count += 1) {
      expect(await archive.sync(book.reader, FRIEND, { pageSize, full: true })).toMatchObject({ vanished: 0 })
      expect(await archive.verify(book.reader, FRIEND)).toMatchObject({ vanished: [], missing: [] })
      wait(HOUR)
    }
    const messages = await archive.messages({ order: 'oldest-first' }).toArray()
    expect(messages.map(({ text }) => text)).toEqual(all.map(({ text }) => text))
  },
)

test('messages vanish that are later than an old one, after all had been replaced, oldest first', async () => {
  provider = dailyMessages('offsets', 4)
  await sync({ pageSize: 5 })
  remove(0, 1, 2, 3)
  for (let hour = 0; hour < 7; hour += 1)
    provider.insert(provider.make(`new ${hour}`, START + hour * HOUR, 'received'), 0)
  wait(7 * HOUR)
  await sync({ pageSize: 5 })
  remove(2, 3, 4, 5, 6)
  for (const message of provider.ever) if (message.number === 0) message.isDeleted = false
  await sync({ pageSize: 5, full: true })
  const gone = [4, 5, 6, 7, 8].map((number) => `model:m${number}`)
  expect((await archive.verify(provider.reader, PARTICIPANT)).vanished).toEqual(expect.arrayContaining(gone))
  wait(HOUR)
  await sync({ pageSize: 5, full: true })
  expect(await vanished()).toEqual(expect.arrayContaining(['new 0', 'new 1', 'new 2', 'new 3', 'new 4']))
})

describe('if most messages are gone', () => {
  test('of at least 20, the sync fails with `conflict` and changes nothing', async () => {
    provider = dailyMessages('counted', 20)
    await sync()
    remove(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
    expect(await sync()).toMatchObject({ vanished: 0 })
    const before = await everything()
    wait(HOUR)
    provider.insert(provider.make('new', Date.now(), 'received'), 0)
    await expect(sync()).rejects.toMatchObject({ code: 'conflict' })
    expect(await everything()).toEqual(before)
    await expect(sync({ full: true })).rejects.toThrow('account')
    restore()
    expect(await sync()).toMatchObject({ added: 1, vanished: 0 })
  })

  test('half of them vanish', async () => {
    provider = dailyMessages('counted', 20)
    await sync()
    remove(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
    await sync()
    wait(HOUR)
    expect(await sync()).toMatchObject({ vanished: 10 })
  })

  test('of fewer than 20, they vanish', async () => {
    provider = dailyMessages('counted', 19)
    await sync()
    remove(...Array.from({ length: 18 }, (_, place) => place))
    await sync()
    wait(HOUR)
    expect(await sync()).toMatchObject({ vanished: 18 })
  })

  // Those that are newer than the oldest message of the first account vanish when that is synced again.
  test.each([
    [0, 0],
    [5, 3],
    [100, 74],
  ])('another account with %i messages is noticed', async (length, gone) => {
    provider = dailyMessages('counted', 30)
    await sync()
    const other = new ModelProvider({ style: 'counted', ids: 'none', growsAtEnd: false, excess: 0 })
    for (let at = length; at > 0; at -= 1)
      other.insert(other.make(`other ${at}`, START - (at / length) * 40 * 24 * HOUR, 'received'), 0)
    await sync({}, other.reader)
    await sync({}, other.reader)
    wait(HOUR)
    const before = await everything()
    await expect(sync({}, other.reader)).rejects.toMatchObject({ code: 'conflict' })
    expect(await everything()).toEqual(before)
    await sync({ full: true })
    wait(HOUR)
    expect(await sync({ full: true })).toMatchObject({ added: 0, vanished: gone })
    expect((await vanished()).every((text) => text.startsWith('other'))).toBe(true)
  })

  test('a list that loses its messages bit by bit, because of their age, reaches none of them', async () => {
    provider = dailyMessages('counted', 30)
    await sync()
    remove(...Array.from({ length: 20 }, (_, place) => 10 + place))
    await sync()
    wait(HOUR)
    expect(await sync()).toMatchObject({ vanished: 0 })
    remove(...Array.from({ length: 10 }, (_, place) => place))
    await sync()
    wait(HOUR)
    expect(await sync()).toMatchObject({ vanished: 0, complete: true })
  })
})
