import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { inspect } from 'node:util'
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

const TEXT = 'The code is 4711'

function makeProvider(): ModelProvider {
  const provider = new ModelProvider({ style: 'counted', ids: 'all', growsAtEnd: false, excess: 0 })
  for (let at = 0; at < 100; at += 1)
    provider.insert(provider.make(`${TEXT} ${at}`, at * 1000, 'received'), 0)
  return provider
}

/** An archive with some messages, closed. */
async function filledArchive(): Promise<void> {
  const provider = makeProvider()
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

describe('a name that SQLite would read as an address', () => {
  test.each(['file:sms.db', 'file:sms.db?mode=memory', 'file::memory:', 'sms.db?mode=ro#1 %41'])(
    '%s is the name of a file, which only its owner may read',
    async (name) => {
      const before = process.cwd()
      process.chdir(folder)
      try {
        await (await openArchive(name)).close()
      } finally {
        process.chdir(before)
      }
      expect(readdirSync(folder)).toEqual([name])
      const { mode, size } = statSync(join(folder, name))
      expect(mode & 0o777).toBe(0o600)
      expect(size).toBeGreaterThan(0)
    },
  )
})

test.each([[''], ['a\0b'], [undefined], [5]])('%j is no name of a file', async (name) => {
  const opened = openArchive(name as string)
  await expect(opened).rejects.toMatchObject({
    code: 'invalid_argument',
    message: "`path` is not usable: expected the name of a file, or ':memory:'.",
  })
})

test('an archive is there again when it is opened again', async () => {
  await filledArchive()
  await using archive = await openArchive(path)
  expect(await archive.messages().toArray()).toHaveLength(100)
})

test('an older copy of an archive refuses the cursors of changes that it does not contain', async () => {
  const provider = makeProvider()
  const copy = join(folder, 'copy.db')
  await filledArchive()
  copyFileSync(path, copy)
  provider.insert(provider.make('new', 1_000_000, 'received'), 0)
  const cursors: string[] = []
  {
    await using archive = await openArchive(path)
    await archive.sync(provider.reader, PARTICIPANT)
    for await (const { cursor } of archive.changes()) cursors.push(cursor)
  }
  await using archive = await openArchive(copy)
  const after = async (cursor: string | undefined): Promise<number> => {
    let changes = 0
    for await (const _ of archive.changes({ cursor })) changes += 1
    return changes
  }
  expect(await after(cursors[98])).toBe(1)
  expect(await after(cursors[99])).toBe(0)
  await expect(after(cursors[100])).rejects.toMatchObject({
    code: 'invalid_argument',
    message: expect.stringMatching(/older copy; begin without a cursor/),
  })
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
    ['a text that is shorter than a page of a database', () => writeFileSync(path, 'x')],
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

describe('a path that leads to no file is `storage`:', () => {
  test.each([
    ['a folder', () => mkdirSync(path), /is not a file; choose another path/],
    ['a link to nowhere', () => symlinkSync(join(folder, 'none.db'), path), /remove the link/],
    [
      'a link into a missing folder',
      () => symlinkSync(join(folder, 'no', 'one.db'), path),
      /remove the link/,
    ],
  ])('%s', async (_, make, message) => {
    make()
    const before = readdirSync(folder)
    const error = await errorOf(openArchive(path))
    expect(error.code).toBe('storage')
    expect(error.message).toMatch(message)
    expect(readdirSync(folder)).toEqual(before)
  })
})

test('a link to an archive opens it', async () => {
  await filledArchive()
  symlinkSync(path, join(folder, 'link.db'))
  await using archive = await openArchive(join(folder, 'link.db'))
  expect(await archive.messages().toArray()).toHaveLength(100)
})

/** Reads all that is there. */
async function readAll(): Promise<void> {
  await using archive = await openArchive(path)
  await archive.messages().toArray()
  await archive.conversations().toArray()
  for await (const change of archive.changes()) expect(change.kind).toBe('added')
}

/** Reads all that is there, and syncs again. */
async function useAll(): Promise<void> {
  await readAll()
  await using archive = await openArchive(path)
  await archive.sync(makeProvider().reader, PARTICIPANT, { full: true })
}

describe('a damaged file', () => {
  test.each([4096, 3 * 4096, -4096, -1])('that ends after %i bytes is `storage`', async (length) => {
    await filledArchive()
    truncateSync(path, length > 0 ? length : statSync(path).size + length)
    const before = readFileSync(path)
    await Promise.allSettled([readAll()])
    expect(readFileSync(path).equals(before)).toBe(true)
    const error = await errorOf(useAll())
    expect(error.code).toBe('storage')
    expect(error.message).toMatch(/damaged: restore a copy/)
  })

  test('that ends within its first page is `not_an_archive`', async () => {
    await filledArchive()
    truncateSync(path, 100)
    const error = await errorOf(openArchive(path))
    expect(error.code).toBe('not_an_archive')
    expect(statSync(path).size).toBe(100)
  })

  test(
    'anywhere in the middle is used or an ArchiveError, which shows no text',
    { timeout: 60_000 },
    async () => {
      await filledArchive()
      const whole = readFileSync(path)
      let errors = 0
      for (let part = 0; part < 150; part += 1) {
        const damaged = Buffer.from(whole)
        const at = Math.floor(((part + 0.5) / 150) * whole.length)
        // A page without content, text that was overwritten, and bits that were turned over.
        if (part % 3 === 0) damaged.fill(0, at - (at % 4096), at - (at % 4096) + 4096)
        else if (part % 3 === 1) damaged.fill('#"', at, at + 20)
        else damaged[at] = (damaged[at] ?? 0) ^ 0x24
        for (const file of readdirSync(folder)) rmSync(join(folder, file))
        writeFileSync(path, damaged)
        const error: unknown = await useAll().then(
          () => null,
          (reason: unknown) => reason,
        )
        if (error === null) continue
        errors += 1
        expect(error).toSatisfy(
          (one) => ArchiveError.is(one, 'storage') || ArchiveError.is(one, 'not_an_archive'),
        )
        expect(inspect(error)).not.toContain(TEXT)
      }
      // Much of a file is text, in which damage looks like another text.
      expect(errors).toBeGreaterThan(10)
    },
  )
})

function makeDatabase(sql: string): void {
  const database = new DatabaseSync(path)
  database.exec(sql)
  database.close()
}
