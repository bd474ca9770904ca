import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ArchiveError, type openArchive } from '@sms/archive'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrate } from '../src/store/sqlite/migrate.ts'
import { APPLICATION_ID, MIGRATIONS } from '../src/store/sqlite/schema.ts'
import { ModelProvider, PARTICIPANT } from './model-provider.ts'

const FIRST = "CREATE TABLE message (text TEXT); INSERT INTO message VALUES ('hi')"
const SECOND = "ALTER TABLE message ADD COLUMN language TEXT; UPDATE message SET language = 'en'"

let database: DatabaseSync
beforeEach(() => {
  database = new DatabaseSync(':memory:')
})
afterEach(() => database.close())

const versionOf = (): unknown => database.prepare('PRAGMA user_version').get()?.['user_version']

test('a file of an older schema gets the steps that it lacks, and each only once', () => {
  migrate(database, 1, [FIRST])
  expect(versionOf()).toBe(1)
  migrate(database, 1, [FIRST, SECOND])
  migrate(database, 1, [FIRST, SECOND])
  expect(versionOf()).toBe(2)
  expect(database.prepare('SELECT * FROM message').all()).toEqual([{ text: 'hi', language: 'en' }])
})

test('a step that fails leaves the file as it was', () => {
  migrate(database, 1, [FIRST])
  expect(() => migrate(database, 1, [FIRST, SECOND, 'CREATE TABLE message (text TEXT)'])).toThrow(
    /already exists/,
  )
  expect(versionOf()).toBe(1)
  expect(database.prepare('SELECT * FROM message').all()).toEqual([{ text: 'hi' }])
})

// Within the package, so that a copy of it finds what it imports.
const COPIES = fileURLToPath(new URL('../node_modules/.cache/versions', import.meta.url))
afterAll(() => rmSync(COPIES, { recursive: true, force: true }))

/** What opens an archive in a version of the package with these steps: a copy of it. */
async function withSteps(steps: readonly string[]): Promise<typeof openArchive> {
  mkdirSync(COPIES, { recursive: true })
  const copy = mkdtempSync(join(COPIES, 'version-'))
  cpSync(fileURLToPath(new URL('../dist', import.meta.url)), copy, { recursive: true })
  const schema = `export const APPLICATION_ID = ${APPLICATION_ID}; export const MIGRATIONS = ${JSON.stringify(steps)}`
  writeFileSync(join(copy, 'store/sqlite/schema.js'), schema)
  const { openArchive: open }: { openArchive: typeof openArchive } = await import(
    pathToFileURL(join(copy, 'index.js')).href
  )
  return open
}

describe('an archive of an older version', () => {
  const NEXT = "ALTER TABLE message ADD COLUMN language TEXT; UPDATE message SET language = 'en'"

  let folder: string
  let path: string
  let provider: ModelProvider
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'archive-'))
    path = join(folder, 'sms.db')
    provider = new ModelProvider({ style: 'counted', ids: 'all', growsAtEnd: false, excess: 0 })
    for (let at = 0; at < 60; at += 1) provider.insert(provider.make(`text ${at}`, at * 1000, 'received'), 0)
    const open = await withSteps(MIGRATIONS)
    await using archive = await open(path)
    await archive.sync(provider.reader, PARTICIPANT)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const inFile = (sql: string): unknown[] => {
    const other = new DatabaseSync(path, { readOnly: true })
    try {
      return other.prepare(sql).all()
    } finally {
      other.close()
    }
  }

  test('is migrated when it is opened, keeps all that it has, and can be synced', async () => {
    const open = await withSteps([...MIGRATIONS, NEXT])
    await using archive = await open(path)
    expect(inFile('PRAGMA user_version')).toEqual([{ user_version: MIGRATIONS.length + 1 }])
    expect(inFile('SELECT DISTINCT language FROM message')).toEqual([{ language: 'en' }])
    expect(await archive.messages().toArray()).toHaveLength(60)
    provider.insert(provider.make('new', 60_000, 'received'), 0)
    expect(await archive.sync(provider.reader, PARTICIPANT)).toMatchObject({ added: 1, complete: true })
  })

  test('is migrated once by several connections that open it at the same time', async () => {
    const open = await withSteps([...MIGRATIONS, NEXT])
    const archives = await Promise.all(Array.from({ length: 4 }, () => open(path)))
    for (const archive of archives) {
      expect(await archive.messages().toArray()).toHaveLength(60)
      await archive.close()
    }
  })

  test('is left as it was if a step fails, and the older version still opens it', async () => {
    const before = readFileSync(path)
    const open = await withSteps([...MIGRATIONS, NEXT, 'INSERT INTO nowhere VALUES (1)'])
    await expect(open(path)).rejects.toSatisfy((error) => ArchiveError.is(error, 'storage'))
    expect(readFileSync(path).equals(before)).toBe(true)
    const older = await withSteps(MIGRATIONS)
    await using archive = await older(path)
    expect(await archive.messages().toArray()).toHaveLength(60)
  })

  test('is `newer_version` for the older version once it is migrated, and stays as it is', async () => {
    const open = await withSteps([...MIGRATIONS, NEXT])
    await (await open(path)).close()
    const before = readFileSync(path)
    const older = await withSteps(MIGRATIONS)
    await expect(older(path)).rejects.toSatisfy((error) => ArchiveError.is(error, 'newer_version'))
    expect(readFileSync(path).equals(before)).toBe(true)
  })
})
