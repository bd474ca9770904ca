import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Proxy, startProxy } from '../src/proxy/start-proxy.ts'
import { testDatabase } from '../src/test-database.ts'

const database = testDatabase()

let proxy: Proxy
let client: Client
let direct: Client
beforeEach(async () => {
  proxy = await startProxy(database.url)
  client = await connected(proxy.url)
  direct = await connected(database.url)
  await direct.query('CREATE TABLE note (text text)')
})
afterEach(async () => {
  await direct.query('DROP TABLE note')
  await direct.end()
  await client.end()
  await proxy[Symbol.asyncDispose]()
})

async function connected(url: string): Promise<Client> {
  const made = new Client(url)
  // It also rejects what was requested.
  made.on('error', () => undefined)
  await made.connect()
  return made
}

const insert = (text: string): Promise<unknown> => client.query('INSERT INTO note VALUES ($1)', [text])

const stored = async (): Promise<readonly string[]> =>
  (await direct.query<{ text: string }>('SELECT text FROM note')).rows.map(({ text }) => text)

test('statements with and without parameters, and prepared ones, count once each', async () => {
  await client.query('SELECT 1')
  await insert('a')
  await client.query({ name: 'named', text: 'SELECT $1', values: ['a'] })
  await client.query({ name: 'named', text: 'SELECT $1', values: ['b'] })
  expect(proxy.statements).toEqual([
    '(connect)',
    'SELECT 1',
    'INSERT INTO note VALUES ($1)',
    'SELECT $1',
    'SELECT $1',
  ])
  expect(proxy.cuts).toBe(0)
})

test('a large statement and a large response pass', async () => {
  const text = 'x'.repeat(3_000_000)
  await insert(text)
  const { rows } = await client.query<{ text: string }>('SELECT text FROM note')
  expect(rows[0]?.text === text).toBe(true)
})

describe.each(['end', 'reset'] as const)('a connection that is cut (%s)', (style) => {
  test('before a statement: the server does not see it', async () => {
    await insert('a')
    proxy.cutAt({ statement: 2, when: 'before', style })
    await insert('b')
    await expect(insert('c')).rejects.toThrow(/terminated|ECONNRESET/)
    expect(await stored()).toEqual(['a', 'b'])
    expect(proxy.cuts).toBe(1)
  })

  test('after a statement: the server has done it, and the client does not hear of it', async () => {
    proxy.cutAt({ statement: 2, when: 'after', style })
    await insert('a')
    await expect(insert('b')).rejects.toThrow(/terminated|ECONNRESET/)
    expect(await stored()).toEqual(['a', 'b'])
  })

  test('after one of several that were sent at once: the client hears of those before it', async () => {
    const pipelining = new Client({ connectionString: proxy.url, pipeline: true })
    pipelining.on('error', () => undefined)
    await pipelining.connect()
    proxy.cutAt({ statement: 3, when: 'after', style })
    const inserts = ['a', 'b', 'c', 'd'].map((text) =>
      pipelining.query('INSERT INTO note VALUES ($1)', [text]),
    )
    const outcomes = await Promise.allSettled(inserts)
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected'])
    expect((await stored()).slice(0, 3)).toEqual(['a', 'b', 'c'])
    await pipelining.end()
  })

  test.each([
    ['before', []],
    ['after', ['a']],
  ] as const)('%s the end of a transaction', async (when, left) => {
    proxy.cutAt({ statement: 3, when, style })
    await client.query('BEGIN')
    await insert('a')
    await expect(client.query('COMMIT')).rejects.toThrow(/terminated|ECONNRESET/)
    expect(await stored()).toEqual(left)
  })
})

test.each(['before', 'after'] as const)('a connection that is cut %s it is made', async (when) => {
  proxy.cutAt({ statement: 1, when })
  await expect(connected(proxy.url)).rejects.toThrow('terminated')
  await insert('a')
  expect(await stored()).toEqual(['a'])
})

test('a connection that is refused is not made', async () => {
  proxy.refuse(true)
  await expect(connected(proxy.url)).rejects.toThrow(/terminated|ECONNRESET/)
  await insert('a')
  proxy.refuse(false)
  await (await connected(proxy.url)).end()
})

test('the statement that is reported can be cut', async () => {
  await using cutting = await startProxy(database.url, {
    onStatement: (text) => {
      if (text.startsWith('INSERT')) cutting.cutAt({ statement: 0, when: 'before' })
    },
  })
  const other = await connected(cutting.url)
  await expect(other.query("INSERT INTO note VALUES ('a')")).rejects.toThrow('terminated')
  expect(await stored()).toEqual([])
})

test('what the server says can be changed', async () => {
  await using changing = await startProxy(database.url, {
    rewrite: (sent) => Buffer.from(sent.toString('latin1').replace('one', 'two'), 'latin1'),
  })
  const other = await connected(changing.url)
  const { rows } = await other.query("SELECT 'one' AS number")
  expect(rows).toEqual([{ number: 'two' }])
  await other.end()
})

test('other connections live on, unless all are cut at once', async () => {
  const other = await connected(proxy.url)
  const select = (): Promise<unknown> => other.query('SELECT 1')
  proxy.cutAt({ statement: 1, when: 'before' })
  await expect(insert('a')).rejects.toThrow('terminated')
  await select()
  client = await connected(proxy.url)
  proxy.cutAt({ statement: 1, when: 'before', all: true })
  await expect(insert('b')).rejects.toThrow('terminated')
  await expect(select()).rejects.toThrow(/terminated|not queryable/)
  client = await connected(proxy.url)
  await direct.query('SELECT pg_advisory_lock(1)')
  const waiting = client.query('SELECT pg_advisory_lock(1)')
  // The next statement has reached the proxy after it.
  await (await connected(proxy.url)).query('SELECT 1')
  proxy.cutAll()
  await expect(waiting).rejects.toThrow('terminated')
})
