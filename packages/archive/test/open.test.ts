import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ArchiveError, openArchive } from '@sms/archive'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ModelProvider, PARTICIPANT } from './model-provider.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'))
  path = join(folder, 'sms.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

async function errorOf(promise: Promise<unknown>): Promise<ArchiveError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!ArchiveError.is(error)) throw new Error('expected an ArchiveError', { cause: error })
  expect(error.name).toBe('ArchiveError')
  return error
}

/** An archive with some messages, closed. */
async function filledArchive(): Promise<void> {
  const provider = new ModelProvider({ style: 'counted', ids: 'all', growsAtEnd: false, excess: 0 })
  for (let at = 0; at < 100; at += 1) provider.insert(provider.make(`text ${at}`, at * 1000, 'received'), 0)
  await using archive = await openArchive(path)
  await archive.sync(provider.reader, PARTICIPANT)
}

describe('a file that is missing', () => {
  test('is made, and only its owner may read it', async () => {
    await using archive = await openArchive(path)
    expect(await archive.conversations().toArray()).toEqual([])
    const modes = [path, `${path}-wal`].map((file) => statSync(file).mode & 0o777)
    expect(modes).toEqual([0o600, 0o600])
  })

  test('in a folder that is missing is `storage`', async () => {
    const error = await errorOf(openArchive(join(folder, 'none', 'sms.db')))
    expect(error.code).toBe('storage')
    expect(error.message).toMatch(/check that its folder exists/)
  })
})

test('an archive is there again when it is opened again', async () => {
  await filledArchive()
  await using archive = await openArchive(path)
  expect(await archive.messages().toArray()).toHaveLength(100)
})

test('an empty file becomes an archive, and keeps its mode', async () => {
  writeFileSync(path, '', { mode: 0o640 })
  chmodSync(path, 0o640)
  await filledArchive()
  expect(statSync(path).mode & 0o777).toBe(0o640)
})

test('several connections that open a missing file at the same time make one archive', async () => {
  const archives = await Promise.all(Array.from({ length: 5 }, () => openArchive(path)))
  await filledArchive()
  for (const archive of archives) {
    expect(await archive.messages().toArray()).toHaveLength(100)
    await archive.close()
  }
})

test('close may be called twice', async () => {
  const archive = await openArchive(path)
  await archive.close()
  await expect(archive.close()).resolves.toBeUndefined()
})

describe('a file that is something else is `not_an_archive` and stays as it was:', () => {
  test.each([
    ['a text', () => writeFileSync(path, 'Dear diary, '.repeat(1000))],
    ['another database', () => makeDatabase('CREATE TABLE notes (text TEXT)')],
    ['a database of another application', () => makeDatabase('PRAGMA application_id = 42')],
    ['a database with a version of its own', () => makeDatabase('PRAGMA user_version = 3')],
  ])('%s', async (_, make) => {
    make()
    const before = readFileSync(path)
    const error = await errorOf(openArchive(path))
    expect(error.code).toBe('not_an_archive')
    expect(error.message).toMatch(/was left as it is/)
    expect(readFileSync(path).equals(before)).toBe(true)
  })
})

test('a file of a newer version is `newer_version` and stays as it was', async () => {
  await filledArchive()
  makeDatabase('PRAGMA user_version = 99')
  const before = readFileSync(path)
  const error = await errorOf(openArchive(path))
  expect(error.code).toBe('newer_version')
  expect(error.message).toMatch(/update the package/)
  expect(readFileSync(path).equals(before)).toBe(true)
})

test('a damaged file is `storage`', async () => {
  await filledArchive()
  const copy = join(folder, 'damaged.db')
  copyFileSync(path, copy)
  truncateSync(copy, 3 * 4096)
  const read = async (): Promise<void> => {
    await using archive = await openArchive(copy)
    await archive.messages().toArray()
  }
  const error = await errorOf(read())
  expect(error.code).toBe('storage')
  expect(error.message).toMatch(/restore a copy/)
})

function makeDatabase(sql: string): void {
  const database = new DatabaseSync(path)
  database.exec(sql)
  database.close()
}
