import { createServer } from 'node:net'
import { once } from 'node:events'
import { inspect } from 'node:util'
import { ArchiveError } from '@sms/archive'
import { openPostgresArchive, type OpenPostgresOptions } from '@sms/archive-postgres'
import { SmsError } from '@sms/core'
import { startProxy } from '@sms/postgres/proxy'
import { expect, describe, test } from 'vitest'
import { ModelProvider, PARTICIPANT } from '../../archive/test/model-provider.ts'
import { testArchives } from './archives.ts'

const archives = testArchives()
const SCHEMA = 'opened'
const TEXT = 'The code is 4711'

function makeProvider(): ModelProvider {
  const provider = new ModelProvider({ style: 'counted', ids: 'all', growsAtEnd: false, excess: 0 })
  for (let at = 0; at < 60; at += 1) provider.insert(provider.make(`${TEXT} ${at}`, at * 1000, 'received'), 0)
  return provider
}

async function errorOf(promise: Promise<unknown>): Promise<ArchiveError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!ArchiveError.is(error)) throw new Error('expected an ArchiveError', { cause: error })
  const shown = [inspect(error, { depth: 10 }), error.stack, JSON.stringify(error)].join('\n')
  for (const secret of [new URL(archives.url).password, 'wrong-password', TEXT, PARTICIPANT.slice(1)])
    expect(shown).not.toContain(secret)
  return error
}

/** The URL of the database with some parts of it changed. */
function urlWith(changes: Partial<Pick<URL, 'password' | 'username' | 'pathname' | 'port'>>): string {
  return Object.assign(new URL(archives.url), changes).href
}

/** The server says itself which version it is, in a row: `150018` becomes `140018`. */
function pretendOld(sent: Buffer): Buffer {
  const text = sent.toString('latin1')
  return text.startsWith('D') ? Buffer.from(text.replace(/1\d(?=\d{4})/, '14'), 'latin1') : sent
}

/** All rows of all tables and views of a schema. */
async function dump(schema: string): Promise<unknown> {
  const tables = await archives.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = to_regnamespace($1) AND relkind IN ('r', 'v') ORDER BY relname",
    [schema],
  )
  const rows = tables.map(async ({ name }) => [
    name,
    await archives.query(`SELECT t::text FROM ${schema}.${name} t`),
  ])
  return Object.fromEntries(await Promise.all(rows))
}

test('an archive is made in a schema that is missing, and is there again when it is opened again', async () => {
  {
    await using archive = await archives.open('made')
    expect(await archive.conversations().toArray()).toEqual([])
    await archive.sync(makeProvider().reader, PARTICIPANT)
  }
  await using archive = await archives.open('made')
  expect(await archive.messages().toArray()).toHaveLength(60)
})

test('without the name of a schema, it is `sms`', async () => {
  await (await openPostgresArchive(archives.url)).close()
  expect(Object.keys((await dump('sms')) as object)).toContain('message')
})

test('archives in two schemas of a database know nothing of each other', async () => {
  const provider = makeProvider()
  await using one = await archives.open('one')
  await using other = await archives.open('other')
  await one.sync(provider.reader, PARTICIPANT)
  expect(await other.messages().toArray()).toEqual([])
  expect(await other.sync(provider.reader, PARTICIPANT)).toMatchObject({ added: 60 })
  await one.erase(PARTICIPANT)
  expect(await other.messages().toArray()).toHaveLength(60)
})

test.each(['Ünïcode "quoted"; DROP TABLE x', "it's", 'a.b', 'select', 'A', 'x'.repeat(63)])(
  'a schema may be called %j',
  async (schema) => {
    await using archive = await archives.open(schema)
    await archive.sync(makeProvider().reader, PARTICIPANT)
    expect(await archive.search(TEXT).toArray()).toHaveLength(60)
    const [row] = await archives.query<{ schemas: number }>(
      'SELECT count(*)::integer AS schemas FROM pg_namespace WHERE nspname = $1',
      [schema],
    )
    expect(row).toEqual({ schemas: 1 })
  },
)

test.each(['', 'pg_mine', 'x'.repeat(64), 'ü'.repeat(32), 'a\0b', '\ud83d', 5])(
  '%j is no name of a schema',
  async (schema) => {
    const opened = openPostgresArchive(archives.url, { schema } as OpenPostgresOptions)
    await expect(opened).rejects.toSatisfy((error) => SmsError.is(error, 'invalid_argument'))
    await expect(opened).rejects.toThrow('`schema`')
  },
)

test.each([
  '',
  'sms.db',
  'mysql://localhost/sms',
  'postgres:',
  'postgres://me:wrong-password@host:port/x',
  'postgres://me:1/wrong-password@host/x',
  'postgres://localhost/x?port=port',
  'postgres://localhost/x?port=70000',
  undefined,
  5,
])('%j is no address of a database', async (url) => {
  const opened = openPostgresArchive(url as string)
  await expect(opened).rejects.toSatisfy((error) => SmsError.is(error, 'invalid_argument'))
  await expect(opened).rejects.toThrow('`url`')
  await expect(opened).rejects.not.toThrow('wrong-password')
})

test('several connections that open a missing schema at the same time make one archive', async () => {
  const opened = await Promise.all(Array.from({ length: 6 }, () => archives.open('together')))
  const [first] = opened
  await first?.sync(makeProvider().reader, PARTICIPANT)
  for (const archive of opened) {
    expect(await archive.messages().toArray()).toHaveLength(60)
    await archive.close()
  }
})

test('close may be called twice', async () => {
  const archive = await archives.open('closed')
  await archive.close()
  await expect(archive.close()).resolves.toBeUndefined()
  expect((await errorOf(archive.sync(makeProvider().reader, PARTICIPANT))).code).toBe('storage')
})

describe('a schema that is something else is `not_an_archive` and stays as it was:', () => {
  test.each([
    ['tables', ['CREATE TABLE message (text text)', "INSERT INTO message VALUES ('hi')"]],
    ['a view', ['CREATE VIEW message AS SELECT 1 AS one']],
    ['a sequence', ['CREATE SEQUENCE message_id']],
    ['a table `archive` of another program', ['CREATE TABLE archive (id text, version integer)']],
  ])('%s', async (name, statements) => {
    const schema = `other_${name.replaceAll(/\W/g, '_')}`
    await archives.query(`CREATE SCHEMA ${schema}`)
    for (const statement of statements)
      await archives.query(`SET search_path TO ${schema}; ${statement}; RESET search_path`)
    const before = await dump(schema)
    const error = await errorOf(archives.open(schema))
    expect(error.code).toBe('not_an_archive')
    expect(error.message).toMatch(/was left as it is/)
    expect(await dump(schema)).toEqual(before)
  })
})

test('a schema that is empty becomes an archive', async () => {
  await archives.query('CREATE SCHEMA empty')
  await using archive = await archives.open('empty')
  expect(await archive.sync(makeProvider().reader, PARTICIPANT)).toMatchObject({ added: 60 })
})

test('a schema of a newer version is `newer_version` and stays as it was', async () => {
  {
    await using archive = await archives.open('newer')
    await archive.sync(makeProvider().reader, PARTICIPANT)
  }
  await archives.query('UPDATE newer.archive SET archive_version = 99')
  const before = await dump('newer')
  const error = await errorOf(archives.open('newer'))
  expect(error.code).toBe('newer_version')
  expect(error.message).toMatch(/update the package/)
  expect(await dump('newer')).toEqual(before)
})

describe('a database that cannot be used is `storage`, and the message says what to do:', () => {
  test('no server at the address', async () => {
    const probe = createServer().listen(0, '127.0.0.1')
    await once(probe, 'listening')
    const address = probe.address()
    probe.close()
    await once(probe, 'close')
    const port = typeof address === 'object' ? String(address?.port) : ''
    const error = await errorOf(openPostgresArchive(urlWith({ port, password: 'wrong-password' })))
    expect(error).toMatchObject({
      code: 'storage',
      message: expect.stringMatching(/cannot be reached.*Check/),
    })
  })

  test.each([
    ['a wrong password', { password: 'wrong-password' }, /password; check both/],
    ['no password', { password: '' }, /asks for a password, and there is none\. Set PGPASSWORD/],
    ['an unknown user', { username: 'nobody' }, /user name or the password; check both/],
    ['an unknown database', { pathname: 'no_such_database' }, /no database of this name; create it/],
  ])('%s', async (_, changes, message) => {
    const error = await errorOf(openPostgresArchive(urlWith(changes)))
    expect(error.code).toBe('storage')
    expect(error.message).toMatch(message)
  })

  test('a server that is too old', async () => {
    await using proxy = await startProxy(archives.url, { rewrite: pretendOld })
    const error = await errorOf(openPostgresArchive(proxy.url, { schema: SCHEMA }))
    expect(error).toMatchObject({
      code: 'storage',
      message: expect.stringMatching(/older than PostgreSQL 15; update/),
    })
  })

  test('a user who may not make a schema', async () => {
    const role = `reader_${new URL(archives.url).pathname.slice(1)}`
    await archives.query(`CREATE ROLE ${role} LOGIN PASSWORD 'wrong-password'`)
    const url = urlWith({ username: role, password: 'wrong-password' })
    const error = await errorOf(openPostgresArchive(url, { schema: 'forbidden' }))
    expect(error).toMatchObject({ code: 'storage', message: expect.stringMatching(/lacks a privilege/) })
    await archives.query(`DROP ROLE ${role}`)
  })

  test('a table that is missing', async () => {
    await using archive = await archives.open('damaged')
    await archive.sync(makeProvider().reader, PARTICIPANT)
    await archives.query('DROP TABLE damaged.status')
    const error = await errorOf(archive.messages().toArray())
    expect(error).toMatchObject({
      code: 'storage',
      message: expect.stringMatching(/table of the archive is missing/),
    })
  })
})
