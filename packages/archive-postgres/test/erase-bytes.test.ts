import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Archive } from '@sms/archive'
import { openPostgresArchive } from '@sms/archive-postgres'
import { type PostgresServer, startPostgres } from '@sms/postgres/start-postgres'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest'
import { BookProvider } from '../../archive/test/book-provider.ts'
import { findBytes } from '../../archive/test/find-bytes.ts'
import { fillWithSecrets, PERSON, secret, SECRETS } from '../../archive/test/secrets.ts'

// A server of its own, whose files can be read.
let server: PostgresServer
let client: Client
beforeAll(async () => {
  server = await startPostgres({ version: inject('postgresVersion') })
  client = new Client(server.url)
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await server[Symbol.asyncDispose]()
})

let archive: Archive
let book: BookProvider
let schema: string
let schemas = 0
beforeEach(async () => {
  schema = `erase_${(schemas += 1)}`
  archive = await openPostgresArchive(server.url, { schema })
  book = new BookProvider()
})
afterEach(async () => {
  await archive.close()
  await client.query(`DROP SCHEMA ${schema} CASCADE`)
})

/** Which secrets are in the rows of a table, and in which one. */
async function findInRows(): Promise<readonly string[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = to_regnamespace($1) AND relkind = 'r'",
    [schema],
  )
  expect(tables.length).toBeGreaterThan(5)
  const found: string[] = []
  for (const { name } of tables) {
    const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${schema}.${name} t`)
    const text = rows.map(({ row }) => row).join('\n')
    found.push(...SECRETS.filter((one) => text.includes(one)).map((one) => `${name}: ${one}`))
  }
  return found
}

// One letter is found in any database, such as in names of languages.
const LONG_SECRETS = SECRETS.filter((one) => one.length > 1)

/** Which secrets are in the statistics that the planner keeps of columns. */
async function findInStatistics(): Promise<readonly string[]> {
  await client.query('ANALYZE')
  const { rows } = await client.query<{ row: string }>(
    'SELECT s::text AS row FROM pg_stats s WHERE schemaname = $1',
    [schema],
  )
  expect(rows).not.toEqual([])
  return SECRETS.filter((one) => rows.some(({ row }) => row.includes(one)))
}

/** Which secrets are in the files of all databases. The log of transactions is not looked at: the server reuses its files. */
async function findInFiles(): Promise<readonly string[]> {
  // Writes what is in memory only, and deletes the files of dropped and rewritten tables.
  await client.query('CHECKPOINT')
  const folder = join(server.dataFolder, 'base')
  return readdirSync(folder).flatMap((database) => findBytes(join(folder, database), LONG_SECRETS))
}

test('nothing of a person is left in any row or file after an erasure', async () => {
  await fillWithSecrets(archive, book)
  expect((await findInRows()).length).toBeGreaterThanOrEqual(SECRETS.length - 1)
  expect((await findInFiles()).length).toBeGreaterThanOrEqual(LONG_SECRETS.length - 1)
  expect(await findInStatistics()).toEqual([])
  expect(await archive.erase('0046 70 174 06 05')).toEqual({
    messages: 300 + 100,
    conversations: 1,
    mentions: 0,
  })
  expect(await findInRows()).toEqual([])
  expect(await findInStatistics()).toEqual([])
  expect(await findInFiles()).toEqual([])
  for await (const { error } of archive.syncAll(book.reader)) expect(error).toBeNull()
  expect(await findInRows()).toEqual([])
  expect(await findInFiles()).toEqual([])
})

/** Whether a secret is not the participant, nor the name of the conversation: these stay. */
function isOfMessage(found: string): boolean {
  return !found.includes('70174') && !found.includes('Maj')
}

test('nothing of what was pruned is left in any row or file', async () => {
  await fillWithSecrets(archive, book)
  await archive.prune({ before: new Date(86_400_000) })
  expect((await findInRows()).filter(isOfMessage)).toEqual([])
  expect((await findInFiles()).filter(isOfMessage)).toEqual([])
})

test.each([
  ['reads messages', () => `SELECT count(*) FROM ${schema}.message`],
  // It locks no table, and may still read from all what was there.
  ['has read something else', () => 'SELECT 1'],
])(
  'while another session %s, an erasure is `busy`, and it ends when the archive is opened again',
  async (_, select) => {
    book.add(PERSON, secret(1, 1))
    await archive.sync(book.reader, PERSON)
    const other = new Client(server.url)
    await other.connect()
    await other.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    await other.query(select())
    const start = performance.now()
    let looks = 0
    // Five seconds for each look.
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => start + (looks += 1) * 5000)
    await expect(archive.erase(PERSON)).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringContaining('open the archive again'),
    })
    clock.mockRestore()
    expect(await archive.messages().toArray()).toEqual([])
    expect(await findInFiles()).not.toEqual([])
    // It may be opened all the same.
    await (await openPostgresArchive(server.url, { schema })).close()
    expect(await findInFiles()).not.toEqual([])
    await other.end()
    await using again = await openPostgresArchive(server.url, { schema })
    expect(await findInFiles()).toEqual([])
    await expect(again.sync(book.reader, PERSON)).rejects.toMatchObject({ code: 'erased' })
  },
)
