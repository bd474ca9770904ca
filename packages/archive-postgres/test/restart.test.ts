import type { Archive } from '@sms/archive'
import { openPostgresArchive } from '@sms/archive-postgres'
import { startProxy } from '@sms/postgres/proxy'
import { type PostgresServer, startPostgres } from '@sms/postgres/start-postgres'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { BookProvider, type Letter } from '../../archive/test/book-provider.ts'
import { FRIEND, letter } from '../../archive/test/letter.ts'

const PAGES = 4

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres({ version: inject('postgresVersion') })
})
afterAll(() => server[Symbol.asyncDispose]())

/** A provider with a conversation of some pages. */
function makeBook(): { readonly book: BookProvider; readonly letters: readonly Letter[] } {
  const book = new BookProvider()
  const letters = Array.from({ length: PAGES * 10 }, (_, at) => letter(at))
  book.add(FRIEND, ...letters)
  return { book, letters }
}

/** A connection beside the archive. */
async function connect(): Promise<AsyncDisposable & Pick<Client, 'query'>> {
  const client = new Client(server.url)
  // The server goes down under it.
  client.on('error', () => undefined)
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}

async function textsOf(archive: Archive): Promise<readonly string[]> {
  return (await archive.messages().toArray()).map(({ text }) => text)
}

describe.each(['stop', 'kill'] as const)('a server that goes down (%s)', (end) => {
  test('while a sync waits for a page, and comes back, is no reason to fail', async () => {
    for (let downAt = 1; downAt <= PAGES; downAt += 1) {
      const { book, letters } = makeBook()
      await using archive = await openPostgresArchive(server.url, { schema: `${end}_${downAt}` })
      let responses = 0
      let isBack: Promise<void> = Promise.resolve()
      book.beforeResponse = async () => {
        responses += 1
        if (responses !== downAt) return
        await server[end]()
        isBack = server.start()
      }
      const report = await archive.sync(book.reader, FRIEND, { pageSize: 10, concurrency: 1 })
      await isBack
      expect(report).toMatchObject({ added: letters.length, complete: true })
      expect(await textsOf(archive)).toEqual(letters.map(({ text }) => text))
    }
  })

  test('and stays down makes a sync fail, and the next one resumes', async () => {
    const { book, letters } = makeBook()
    const open = () => openPostgresArchive(server.url, { schema: `${end}_for_long` })
    const first = await open()
    let responses = 0
    book.beforeResponse = async () => {
      responses += 1
      if (responses === PAGES / 2) await server[end]()
    }
    const sync = (archive: Archive) => archive.sync(book.reader, FRIEND, { pageSize: 10, concurrency: 1 })
    const start = performance.now()
    let looks = 0
    // Ten seconds for each look.
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => start + (looks += 1) * 10_000)
    await expect(sync(first)).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('What was committed is safe'),
    })
    clock.mockRestore()
    await server.start()
    // What has failed still holds the conversation, until its end.
    await first.close()
    await using archive = await open()
    const before = await textsOf(archive)
    // The page before the last one that was read is stored.
    expect(before.length).toBeGreaterThanOrEqual((PAGES / 2 - 2) * 10)
    expect(await sync(archive)).toMatchObject({ added: letters.length - before.length, complete: true })
    expect(await textsOf(archive)).toEqual(letters.map(({ text }) => text))
  })

  test('and stays down is waited for once, and closing the archive does not replace the error', async () => {
    const { book } = makeBook()
    const start = performance.now()
    let looks = 0
    book.beforeResponse = async () => {
      book.beforeResponse = () => Promise.resolve()
      await server[end]()
      // Ten seconds for each look.
      vi.spyOn(performance, 'now').mockImplementation(() => start + (looks += 1) * 10_000)
    }
    const sync = async (): Promise<void> => {
      await using archive = await openPostgresArchive(server.url, { schema: `${end}_and_closed` })
      await archive.sync(book.reader, FRIEND, { pageSize: 10, concurrency: 1 })
    }
    await expect(sync()).rejects.toMatchObject({ code: 'storage' })
    // Each wait is over after four looks.
    expect(looks).toBeLessThan(10)
    vi.restoreAllMocks()
    await server.start()
  })
})

test('a crash that loses a transaction, whose number another one then gets, loses no message', async () => {
  await using admin = await connect()
  // Only a commit writes the log.
  await admin.query("ALTER SYSTEM SET wal_writer_delay = '10s'")
  await admin.query('SELECT pg_reload_conf()')
  await admin.query('CREATE TABLE other (number integer)')
  let hasPage = false
  let crash: Promise<void> | null = null
  const crashOnce = async (): Promise<void> => {
    await server.kill()
    await server.start()
    await using writer = await connect()
    for (let number = 0; number < 50; number += 1)
      await writer.query('INSERT INTO other VALUES ($1)', [number])
    proxy.refuse(false)
  }
  await using proxy = await startProxy(server.url, {
    onStatement: (text) => {
      hasPage ||= text.includes('INSERT INTO message')
      if (text !== 'COMMIT' || !hasPage || crash !== null) return
      proxy.refuse(true)
      proxy.cutAt({ statement: 0, when: 'before', all: true })
      crash = crashOnce()
    },
  })
  const { book, letters } = makeBook()
  await using archive = await openPostgresArchive(proxy.url, { schema: 'crashed' })
  const report = await archive.sync(book.reader, FRIEND, { pageSize: 10 })
  await crash
  expect(proxy.cuts).toBe(1)
  expect(report).toMatchObject({ added: letters.length, complete: true })
  expect(await textsOf(archive)).toEqual(letters.map(({ text }) => text))
})
