import { type Archive, openArchive, type SyncReport } from '@sms/archive'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BookProvider, type Letter } from './book-provider.ts'

const PERSON = '+46701740605'
const FRIEND = '+4915112345678'
const CHANNEL = 'cid_7'
const HOUR = 3_600_000

let archive: Archive
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1000 * HOUR })
  archive = await openArchive(':memory:')
})
afterEach(async () => {
  vi.useRealTimers()
  await archive.close()
})

const letter = (hour: number, others: Partial<Letter> = {}): Letter => ({
  id: `m${hour}`,
  from: FRIEND,
  to: 'Acme',
  text: `text ${hour}`,
  time: hour * HOUR,
  ...others,
})

/** Messages of a person, and then fewer of a friend. */
function bookOf(isNewestFirst: boolean): BookProvider {
  const book = new BookProvider('book', { isNewestFirst })
  for (let hour = 0; hour < 200; hour += 1)
    book.add(CHANNEL, letter(hour, hour < 140 ? { from: PERSON } : {}))
  return book
}

/** The code of the error with which a whole sync fails two hours later, or how many messages it has marked. */
async function syncLater(book: BookProvider): Promise<unknown> {
  vi.setSystemTime(Date.now() + 2 * HOUR)
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
