import { type Archive, openArchive, type SyncReport } from '@sms/archive'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BookProvider } from './book-provider.ts'
import { HOUR, letter } from './letter.ts'
import { stopClock, wait } from './stop-clock.ts'

const PERSON = '+46701740605'
const CHANNEL = 'cid_7'

stopClock(1000 * HOUR)

let archive: Archive
beforeEach(async () => {
  archive = await openArchive(':memory:')
})
afterEach(() => archive.close())

/** Messages of a person, and then fewer of a friend. */
function bookOf(isNewestFirst: boolean): BookProvider {
  const book = new BookProvider('book', { isNewestFirst })
  for (let hour = 0; hour < 200; hour += 1)
    book.add(CHANNEL, letter(hour, hour < 140 ? { from: PERSON } : {}))
  return book
}

/** The code of the error with which a whole sync fails two hours later, or how many messages it has marked. */
async function syncLater(book: BookProvider): Promise<unknown> {
  wait(2 * HOUR)
  return archive.sync(book.reader, CHANNEL, { full: true }).then(
    ({ vanished }: SyncReport) => vanished,
    (error: unknown) => (error instanceof Error ? Reflect.get(error, 'code') : error),
  )
}

const removals: readonly [string, () => Promise<unknown>][] = [
  ['erased', () => archive.erase(PERSON)],
  ['pruned', () => archive.prune({ before: new Date(140 * HOUR) })],
]
const cases = removals.flatMap(([name, remove]) =>
  [true, false].flatMap((isNewest) =>
    [true, false].map((isBefore) => [name, isNewest, isBefore, remove] as const),
  ),
)

test.each(cases)(
  'another account is noticed by most of the messages that are left after others were %s (newest first: %s, before its first sync: %s)',
  async (_, isNewestFirst, isBefore, remove) => {
    await archive.sync(bookOf(isNewestFirst).reader, CHANNEL)
    if (isBefore) await remove()
    const other = new BookProvider('book', { isNewestFirst })
    for (let hour = 0; hour < 250; hour += 1)
      other.add(CHANNEL, letter(hour, { id: `other${hour}`, text: `other ${hour}` }))
    expect(await syncLater(other)).toBe(0)
    if (!isBefore) await remove()
    expect(await syncLater(other)).toBe('conflict')
  },
)

/** Lists some of seventy messages only. */
function list(book: BookProvider, isListed: (hour: number) => boolean): void {
  const hours = Array.from({ length: 70 }, (_, hour) => hour).filter(isListed)
  book.conversations.set(
    CHANNEL,
    hours.map((hour) => letter(hour)),
  )
}

async function verified(book: BookProvider): Promise<readonly string[]> {
  return (await archive.verify(book.reader, CHANNEL)).vanished
}

describe.each([true, false])('after others were pruned, newest first: %s:', (isNewestFirst) => {
  /** Seventy messages, of which all but the oldest ten are kept. */
  async function pruned(): Promise<BookProvider> {
    const book = new BookProvider('book', { isNewestFirst })
    for (let hour = 0; hour < 70; hour += 1) book.add(CHANNEL, letter(hour))
    await archive.sync(book.reader, CHANNEL)
    await archive.prune({ before: new Date(10 * HOUR) })
    return book
  }

  test.each([
    ['all', (hour: number) => hour !== 10],
    ['one', (hour: number) => hour > 10 || hour === 9],
  ])('the oldest one that is kept vanishes, if it is gone and %s of them listed', async (_, isListed) => {
    const book = await pruned()
    list(book, isListed)
    expect(await verified(book)).toEqual(['book:m10'])
    expect([await syncLater(book), await syncLater(book)]).toEqual([0, 1])
    expect(await verified(book)).toEqual(['book:m10'])
  })

  test('the oldest one that is kept is reported, if an older one is listed again since the last sync', async () => {
    const book = await pruned()
    list(book, (hour) => hour > 10)
    await syncLater(book)
    list(book, (hour) => hour > 10 || hour === 9)
    expect(await verified(book)).toEqual(['book:m10'])
  })

  test('all that are kept vanish, if only pruned ones are listed', async () => {
    const book = await pruned()
    await archive.prune({ before: new Date(60 * HOUR) })
    list(book, (hour) => hour < 60)
    expect(await verified(book)).toHaveLength(10)
    expect([await syncLater(book), await syncLater(book)]).toEqual([0, 10])
  })

  test('none has vanished that is older than all that is listed', async () => {
    const book = await pruned()
    list(book, (hour) => hour > 10)
    expect(await verified(book)).toEqual([])
    expect([await syncLater(book), await syncLater(book), await syncLater(book)]).toEqual([0, 0, 0])
    expect(await verified(book)).toEqual([])
  })

  test('none has vanished that is older than an old message among those that are kept', async () => {
    const book = await pruned()
    const odd = letter(80, { time: 0 })
    const letters = book.conversations.get(CHANNEL) ?? []
    book.conversations.set(CHANNEL, [...letters.slice(0, 20), odd, ...letters.slice(20)])
    expect(await syncLater(book)).toBe(0)
    book.conversations.set(CHANNEL, [letter(19), odd, ...letters.slice(20)])
    expect(await verified(book)).toEqual([])
    expect([await syncLater(book), await syncLater(book), await syncLater(book)]).toEqual([0, 0, 0])
    expect(await verified(book)).toEqual([])
  })
})

describe.each([true, false])('among twenty messages, newest first: %s:', (isNewestFirst) => {
  /** Only the newest ten are kept, if some are pruned. */
  async function synced(isPruned: boolean): Promise<BookProvider> {
    const book = new BookProvider('book', { isNewestFirst })
    for (let hour = 0; hour < 20; hour += 1) book.add(CHANNEL, letter(hour))
    await archive.sync(book.reader, CHANNEL)
    if (isPruned) await archive.prune({ before: new Date(10 * HOUR) })
    return book
  }

  test.each([
    [true, []],
    [true, [31]],
    [true, [31, 32]],
    [false, []],
    [false, [31]],
    [false, [31, 32]],
  ])(
    'none has vanished that is older than one with an odd time, if only what has come since is listed: pruned: %s, %j',
    async (isPruned, later) => {
      const book = await synced(isPruned)
      book.conversations.set(CHANNEL, [letter(30, { time: 0 }), ...later.map((hour) => letter(hour))])
      expect(await verified(book)).toEqual([])
      expect([await syncLater(book), await syncLater(book), await syncLater(book)]).toEqual([0, 0, 0])
      expect(await verified(book)).toEqual([])
      book.add(CHANNEL, letter(33), letter(34))
      expect([await syncLater(book), await syncLater(book), await syncLater(book)]).toEqual([0, 0, 0])
      expect(await verified(book)).toEqual([])
    },
  )

  test('those have vanished that stood before a pruned one, which ends a page', async () => {
    const book = await synced(true)
    const letters = book.conversations.get(CHANNEL) ?? []
    book.conversations.set(CHANNEL, [letter(9), ...letters.slice(15)])
    await archive.sync(book.reader, CHANNEL, { pageSize: 6 })
    expect(await verified(book)).toHaveLength(5)
    expect([await syncLater(book), await syncLater(book)]).toEqual([5, 0])
  })
})

test('no message has vanished that is older than those of an erased person, which alone are listed', async () => {
  const book = new BookProvider('book', { isNewestFirst: true })
  const old = Array.from({ length: 10 }, (_, hour) => letter(hour))
  const erased = Array.from({ length: 10 }, (_, hour) => letter(10 + hour, { from: PERSON }))
  book.add(CHANNEL, ...old, ...erased)
  await archive.sync(book.reader, CHANNEL)
  await archive.erase(PERSON)
  book.conversations.set(CHANNEL, erased)
  expect([await syncLater(book), await syncLater(book), await syncLater(book)]).toEqual([0, 0, 0])
})
