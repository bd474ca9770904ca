import { type Archive, ArchiveError, openArchive } from '@sms/archive'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BookProvider, type Letter } from './book-provider.ts'
import { ModelProvider, PARTICIPANT } from './model-provider.ts'
import { FRIEND, HOUR, letter } from './letter.ts'

const OTHER = '+447700900123'

let archive: Archive
beforeEach(async () => {
  archive = await openArchive(':memory:')
})
afterEach(() => archive.close())

function bookOf(messages: readonly Letter[]): BookProvider {
  const book = new BookProvider('book', { isNewestFirst: true })
  book.add(FRIEND, ...messages)
  return book
}

/** Calls an action once, while the third page is read. */
function whileReading(book: BookProvider, action: () => Promise<unknown>): void {
  let responses = 0
  book.beforeResponse = async () => {
    responses += 1
    if (responses === 3) await action()
  }
}

const hours = Array.from({ length: 60 }, (_, at) => at)

test.each<[string, (hour: number) => Letter]>([
  ['messages with times', (hour) => letter(hour)],
  ['messages with ids and without times', (hour) => letter(hour, { time: null })],
])('verify misses nothing that was pruned: %s', async (_, make) => {
  const book = bookOf(hours.map(make))
  await archive.sync(book.reader, FRIEND)
  // Without a time, a message counts as old as its first reading.
  const before = make(0).time === null ? new Date(Date.now() + HOUR) : new Date(30 * HOUR)
  await archive.prune({ before })
  book.add(FRIEND, letter(1_000_000_000))
  const pruned = await archive.verify(book.reader, FRIEND)
  expect(pruned).toMatchObject({ missing: ['book:m1000000000'], changed: [], vanished: [] })
  await archive.sync(book.reader, FRIEND)
  const { digest, ...others } = await archive.verify(book.reader, FRIEND)
  expect(others).toMatchObject({ missing: [], changed: [], vanished: [] })
  expect(digest.archive).toBe(digest.provider)
})

test('verify misses as many copies of a message as were not pruned, without ids and times', async () => {
  const provider = new ModelProvider({ style: 'numbered', ids: 'none', growsAtEnd: true, excess: 0 })
  for (let at = 0; at < 60; at += 1) provider.insert(provider.make('hi', 0, 'received'), at)
  await archive.sync(provider.reader, PARTICIPANT)
  await archive.prune({ before: new Date(Date.now() + HOUR) })
  provider.insert(provider.make('hi', 0, 'received'), 60)
  const { missing, vanished } = await archive.verify(provider.reader, PARTICIPANT)
  expect(missing).toHaveLength(1)
  expect(vanished).toEqual([])
})

test('verify misses no message of a person who was erased', async () => {
  const book = bookOf(hours.map((hour) => letter(hour, hour % 3 === 0 ? { from: OTHER } : {})))
  await archive.sync(book.reader, FRIEND)
  await archive.erase(OTHER)
  const { digest, ...others } = await archive.verify(book.reader, FRIEND)
  expect(others).toEqual({ checked: 40, missing: [], changed: [], vanished: [] })
  expect(digest.archive).toBe(digest.provider)
})

test('verify of a person who was erased rejects', async () => {
  const book = bookOf(hours.map((hour) => letter(hour)))
  await archive.sync(book.reader, FRIEND)
  await archive.erase(FRIEND)
  await expect(archive.verify(book.reader, FRIEND)).rejects.toSatisfy((error) =>
    ArchiveError.is(error, 'erased'),
  )
})

test.each<[string, () => Promise<unknown>]>([
  ['erased', () => archive.erase(OTHER)],
  ['pruned', () => archive.prune({ before: new Date(30 * HOUR) })],
])('verify misses no message that is %s while it reads', async (_, remove) => {
  const book = bookOf(hours.map((hour) => letter(hour, hour % 3 === 0 ? { from: OTHER } : {})))
  await archive.sync(book.reader, FRIEND)
  whileReading(book, remove)
  const { digest, ...others } = await archive.verify(book.reader, FRIEND, { pageSize: 20, concurrency: 1 })
  expect(others).toMatchObject({ missing: [], changed: [], vanished: [] })
  expect(digest.archive).toBe(digest.provider)
})

test('a message has vanished that stands next to those that were pruned', async () => {
  const book = bookOf(hours.map((hour) => letter(hour)))
  await archive.sync(book.reader, FRIEND)
  await archive.prune({ before: new Date(50 * HOUR) })
  book.conversations.set(
    FRIEND,
    hours.filter((hour) => hour !== 50).map((hour) => letter(hour)),
  )
  expect(await archive.verify(book.reader, FRIEND)).toMatchObject({ missing: [], vanished: ['book:m50'] })
})

test('no message has vanished that is older than those of an erased person, which alone are listed', async () => {
  const book = bookOf(hours.map((hour) => letter(hour, hour < 30 ? {} : { from: OTHER })))
  await archive.sync(book.reader, FRIEND)
  await archive.erase(OTHER)
  const kept = (book.conversations.get(FRIEND) ?? []).slice(30)
  book.conversations.set(FRIEND, kept)
  expect(await archive.verify(book.reader, FRIEND)).toMatchObject({ missing: [], vanished: [] })
})
