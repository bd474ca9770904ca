import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { setImmediate as turn } from 'node:timers/promises'
import { openArchive } from '@sms/archive'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { BookProvider } from './book-provider.ts'
import { findBytes } from './find-bytes.ts'
import { fillWithSecrets, PERSON, secret, SECRETS } from './secrets.ts'

const DAY = 86_400_000

let folder: string
let path: string
let book: BookProvider
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'))
  path = join(folder, 'sms.db')
  book = new BookProvider()
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

describe.each([{ search: true }, { search: false }])('with the search index: $search,', (options) => {
  test('nothing of a person is left in any file after an erasure', { timeout: 60_000 }, async () => {
    const archive = await openArchive(path, options)
    await fillWithSecrets(archive, book)
    expect(findBytes(folder, SECRETS).length).toBeGreaterThanOrEqual(SECRETS.length - 1)
    expect(await archive.erase('0046 70 174 06 05')).toEqual({
      messages: 300 + 100,
      conversations: 1,
      mentions: 0,
    })
    expect(findBytes(folder, SECRETS)).toEqual([])
    for await (const { error } of archive.syncAll(book.reader)) expect(error).toBeNull()
    expect(findBytes(folder, SECRETS)).toEqual([])
    await archive.close()
    expect(findBytes(folder, SECRETS)).toEqual([])
  })
})

test('nothing of what was pruned is left in any file', { timeout: 60_000 }, async () => {
  await using archive = await openArchive(path)
  await fillWithSecrets(archive, book)
  await archive.prune({ before: new Date(DAY) })
  const secrets = SECRETS.filter((one) => !one.includes('70') && !one.startsWith('Maj'))
  expect(findBytes(folder, secrets)).toEqual([])
})

test('while another process reads, an erasure is `busy`, and it ends when the archive is opened again', async () => {
  const archive = await openArchive(path)
  book.add(PERSON, secret(1, 1))
  await archive.sync(book.reader, PERSON)
  const program = fileURLToPath(new URL('programs/hold-read.ts', import.meta.url))
  const other = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(other.stdout, 'data')
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
  expect(findBytes(folder, SECRETS)).not.toEqual([])
  // It may be opened all the same.
  await (await openArchive(path)).close()
  expect(findBytes(folder, SECRETS)).not.toEqual([])
  other.stdin.end()
  await once(other, 'exit')
  await using again = await openArchive(path)
  expect(findBytes(folder, SECRETS)).toEqual([])
  await archive.close()
  await expect(again.sync(book.reader, PERSON)).rejects.toMatchObject({ code: 'erased' })
})

test(
  'an erasure that is killed is finished when the archive is opened again',
  { timeout: 60_000 },
  async () => {
    const archive = await openArchive(path)
    book.add(PERSON, ...Array.from({ length: 5000 }, (_, at) => secret(at, 1)))
    await archive.sync(book.reader, PERSON, { pageSize: 1000 })
    await archive.close()
    // In the middle of a batch, the erasure stands still for ever.
    const database = new DatabaseSync(path)
    database.exec(`
    CREATE TRIGGER stop BEFORE DELETE ON message WHEN (SELECT count(*) FROM message) <= 3500
    BEGIN
      SELECT count(*) FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n);
    END`)
    const program = fileURLToPath(new URL('programs/erase.ts', import.meta.url))
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, path, PERSON], {
      stdio: 'inherit',
    })
    const ended = once(child, 'exit')
    const count = database.prepare('SELECT count(*) AS messages FROM message')
    while (Number(count.get()?.['messages']) > 4000) await turn()
    child.kill('SIGKILL')
    await ended
    database.exec('DROP TRIGGER stop')
    expect(count.get()).toEqual({ messages: 4000 })
    database.close()
    expect(findBytes(folder, SECRETS)).not.toEqual([])
    await using again = await openArchive(path)
    expect(findBytes(folder, SECRETS)).toEqual([])
    expect(await again.conversations().toArray()).toEqual([])
    await expect(again.sync(book.reader, PERSON)).rejects.toMatchObject({ code: 'erased' })
    await again.sync(book.reader, PERSON, { restoreErased: true })
    expect(await again.messages().toArray()).toHaveLength(5000)
  },
)
