import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { startPostgres } from '../src/start-postgres.ts'

const PROGRAM = fileURLToPath(new URL('programs/start.ts', import.meta.url))

async function query(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

test('a server keeps what was committed when it is restarted and when it is killed, and then leaves nothing', async () => {
  let url: string
  let folder: string
  {
    await using server = await startPostgres({ version: 'newest' })
    ;({ url } = server)
    folder = dirname(server.dataFolder)
    await query(url, 'CREATE TABLE note (text text)')
    await query(url, "INSERT INTO note VALUES ('first')")
    await server.restart()
    await query(url, "INSERT INTO note VALUES ('second')")
    await server.kill()
    await expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED')
    await server.start()
    expect(await query(url, 'SELECT text FROM note')).toEqual([{ text: 'first' }, { text: 'second' }])
  }
  expect(existsSync(folder)).toBe(false)
  await expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED')
})

test('a server sorts texts as people do, and takes a password', async () => {
  await using server = await startPostgres({ version: 'newest' })
  expect(await query(server.url, "SELECT t FROM unnest(ARRAY['b', 'B', 'a']) AS t ORDER BY t")).toEqual([
    { t: 'a' },
    { t: 'b' },
    { t: 'B' },
  ])
  const wrong = new URL(server.url)
  wrong.password = 'wrong'
  await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed')
})

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'nothing is left of the server of a program that %s has ended',
  async (signal) => {
    const program = spawn(process.execPath, [PROGRAM], { stdio: ['pipe', 'pipe', 'pipe'] })
    const [line] = await once(createInterface({ input: program.stdout }), 'line')
    const { url, dataFolder }: { readonly url: string; readonly dataFolder: string } = JSON.parse(line)
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    // What cleans up writes its errors where the program does, which is closed when both have ended.
    const closed = once(program.stderr.resume(), 'close')
    program.kill(signal)
    await closed
    expect(existsSync(dirname(dataFolder))).toBe(false)
    await expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED')
  },
)
