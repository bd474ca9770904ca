import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Archive, openArchive } from '@sms/archive'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeArchive } from '../src/make-archive.ts'
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts'
import { BookProvider, type Letter } from './book-provider.ts'
import { collect } from './collect.ts'
import { findBytes } from './find-bytes.ts'
import { FRIEND, HOUR, letter } from './letter.ts'

let archive: Archive
beforeEach(async () => {
  archive = await openArchive(':memory:')
})
afterEach(async () => {
  vi.useRealTimers()
  await archive.close()
})

const hours = (from: number, to: number): Letter[] =>
  Array.from({ length: to - from }, (_, at) => letter(from + at))
const untimed = (at: number): Letter => letter(at, { time: null })
const hour = (at: number): Date => new Date(at * HOUR)

async function texts(): Promise<string[]> {
  return (await archive.messages().toArray()).map(({ text }) => text)
}

const bookOf = (messages: readonly Letter[], isNewestFirst: boolean): BookProvider => {
  const book = new BookProvider('book', { isNewestFirst })
  book.add(FRIEND, ...messages)
  return book
}

test.each([true, false])(
  'what is older is removed and not stored again, newest first: %s',
  async (isNewestFirst) => {
    const book = bookOf(hours(0, 300), isNewestFirst)
    await archive.sync(book.reader, FRIEND)
    expect(await archive.prune({ before: hour(290) })).toEqual({ messages: 290 })
    const left = hours(290, 300).map(({ text }) => text)
    expect(await texts()).toEqual(left)
    expect(await archive.conversations().toArray()).toMatchObject([
      { messages: 10, firstMessageAt: hour(290), lastMessageAt: hour(299), complete: true },
    ])
    for (const full of [false, true])
      expect(await archive.sync(book.reader, FRIEND, { full })).toMatchObject({ added: 0, complete: true })
    book.add(FRIEND, letter(100.5), letter(300))
    expect(await archive.sync(book.reader, FRIEND)).toMatchObject({ added: 1, complete: true })
    expect(await texts()).toEqual([...left, 'text 300'])
    expect(await archive.search('text').toArray()).toHaveLength(11)
  },
)

test.each([true, false])('syncs need as few requests as before, newest first: %s', async (isNewestFirst) => {
  const requestsOf = async (isPruned: boolean): Promise<number[]> => {
    const book = bookOf(hours(0, 300), isNewestFirst)
    await using own = await openArchive(':memory:')
    await own.sync(book.reader, FRIEND)
    if (isPruned) await own.prune({ before: hour(299) })
    const needed: number[] = []
    for (const arrivals of [0, 3, 0, 60, 0]) {
      const from = 1000 * (needed.length + 1)
      book.add(FRIEND, ...hours(from, from + arrivals))
      const { requests, complete, added } = await own.sync(book.reader, FRIEND)
      expect({ complete, added }).toEqual({ complete: true, added: arrivals })
      needed.push(requests)
    }
    return needed
  }
  expect(await requestsOf(true)).toEqual(await requestsOf(false))
})

test('a first read of a list that has the newest first ends after 50 older messages in a row', async () => {
  const book = bookOf(hours(0, 2000), true)
  await archive.prune({ before: hour(1990) })
  expect(await archive.sync(book.reader, FRIEND)).toMatchObject({ added: 10, requests: 2, complete: true })
  expect(await archive.sync(book.reader, FRIEND)).toMatchObject({ added: 0, requests: 1, complete: true })
  book.add(FRIEND, ...hours(2000, 2005))
  expect(await archive.sync(book.reader, FRIEND)).toMatchObject({ added: 5, requests: 2, complete: true })
})

test('messages without a time are pruned by when they were first read, and known again', async () => {
  const book = bookOf([0, 1, 2].map(untimed), true)
  await archive.sync(book.reader, FRIEND)
  expect(await archive.prune({ before: new Date(0) })).toEqual({ messages: 0 })
  expect(await archive.prune({ before: new Date(Date.now() + 1) })).toEqual({ messages: 3 })
  book.add(FRIEND, untimed(3))
  expect(await archive.sync(book.reader, FRIEND)).toMatchObject({ added: 1, complete: true })
  expect(await archive.sync(book.reader, FRIEND, { full: true })).toMatchObject({ added: 0, complete: true })
  expect(await texts()).toEqual(['text 3'])
})

test('no address is left that only pruned messages had', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'archive-'))
  const path = join(folder, 'sms.db')
  await using own = await openArchive(path)
  const book = bookOf([letter(1, { from: 'oldqz' }), letter(3, { from: 'newqz' })], false)
  await own.sync(book.reader, FRIEND)
  const addresses = ['oldqz', 'newqz']
  expect(findBytes(folder, ['oldqz'])).not.toEqual([])
  await own.prune({ before: hour(2) })
  expect(findBytes(folder, addresses)).toEqual(['sms.db: newqz'])
  rmSync(folder, { recursive: true })
})

test('what a crash has cut is finished when the archive is opened again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'archive-'))
  const path = join(folder, 'sms.db')
  const store = await openSqliteStore(path, true)
  const own = makeArchive(store)
  const book = bookOf(hours(0, 100), true)
  await own.sync(book.reader, FRIEND)
  store.pruneMessages = async () => {
    throw new Error('crash')
  }
  await expect(own.prune({ before: hour(50) })).rejects.toThrow('crash')
  await own.close()
  await using again = await openArchive(path)
  expect(await again.messages().toArray()).toHaveLength(50)
  expect(findBytes(folder, ['text 49'])).toEqual([])
  expect(await again.verify(book.reader, FRIEND)).toMatchObject({ missing: [], vanished: [] })
  rmSync(folder, { recursive: true })
})

test.each([true, false])(
  'a stored message whose time moves before the limit stays until the next pruning, newest first: %s',
  async (isNewestFirst) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const book = bookOf(hours(0, 10), isNewestFirst)
    await archive.sync(book.reader, FRIEND)
    await archive.prune({ before: hour(5) })
    book.conversations.set(FRIEND, [...hours(0, 7), letter(7, { time: 0 }), ...hours(8, 10)])
    expect(await archive.verify(book.reader, FRIEND)).toMatchObject({ missing: [], vanished: [] })
    for (let count = 0; count < 3; count += 1) {
      const report = await archive.sync(book.reader, FRIEND, { full: true })
      expect(report).toMatchObject({ added: 0, updated: count === 0 ? 1 : 0, vanished: 0, complete: true })
      vi.setSystemTime(Date.now() + HOUR)
    }
    const { digest, ...others } = await archive.verify(book.reader, FRIEND)
    expect(others).toEqual({ checked: 5, missing: [], changed: [], vanished: [] })
    expect(digest.archive).toBe(digest.provider)
    expect(await archive.prune({ before: hour(5) })).toEqual({ messages: 1 })
    expect(await archive.sync(book.reader, FRIEND, { full: true })).toMatchObject({
      added: 0,
      complete: true,
    })
    expect(await archive.verify(book.reader, FRIEND)).toMatchObject({ checked: 4, missing: [], vanished: [] })
  },
)

test('an earlier time restores nothing', async () => {
  const book = bookOf(hours(0, 100), true)
  await archive.sync(book.reader, FRIEND)
  await archive.prune({ before: hour(50) })
  expect(await archive.prune({ before: hour(10) })).toEqual({ messages: 0 })
  expect(await archive.sync(book.reader, FRIEND, { full: true })).toMatchObject({ added: 0, complete: true })
  expect(await texts()).toEqual(hours(50, 100).map(({ text }) => text))
})

test('the changes do not report it', async () => {
  const book = bookOf(hours(0, 10), true)
  await archive.sync(book.reader, FRIEND)
  const before = await collect(archive.changes())
  await archive.prune({ before: hour(8) })
  await archive.sync(book.reader, FRIEND, { full: true })
  expect((await collect(archive.changes())).map(({ kind }) => kind)).toEqual(['added', 'added'])
  expect(await collect(archive.changes({ cursor: before.at(-1)?.cursor }))).toEqual([])
})

test('an option that is unusable removes nothing', async () => {
  const book = bookOf(hours(0, 10), true)
  await archive.sync(book.reader, FRIEND)
  for (const options of ['{}', '{"before":9e15}', '{"until":0}'])
    await expect(archive.prune(JSON.parse(options))).rejects.toMatchObject({ code: 'invalid_argument' })
  expect(await texts()).toHaveLength(10)
})
