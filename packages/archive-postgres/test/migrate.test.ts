import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Archive, ArchiveError } from '@sms/archive'
import type { openPostgresArchive } from '@sms/archive-postgres'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { ModelProvider, PARTICIPANT } from '../../archive/test/model-provider.ts'
import { MIGRATIONS } from '../src/store/schema.ts'
import { testArchives } from './archives.ts'

const archives = testArchives()

const NEXT = "ALTER TABLE message ADD COLUMN language text; UPDATE message SET language = 'en'"

// Within the package, so that a copy of it finds what it imports.
const COPIES = fileURLToPath(new URL('../node_modules/.cache/versions', import.meta.url))
afterAll(() => rmSync(COPIES, { recursive: true, force: true }))

/** What opens an archive in a version of the package with these steps: a copy of it. */
async function withSteps(steps: readonly string[]): Promise<(schema: string) => Promise<Archive>> {
  mkdirSync(COPIES, { recursive: true })
  const copy = mkdtempSync(join(COPIES, 'version-'))
  cpSync(fileURLToPath(new URL('../dist', import.meta.url)), copy, { recursive: true })
  writeFileSync(join(copy, 'store/schema.js'), `export const MIGRATIONS = ${JSON.stringify(steps)}`)
  const { openPostgresArchive: open }: { openPostgresArchive: typeof openPostgresArchive } = await import(
    pathToFileURL(join(copy, 'index.js')).href
  )
  return (schema) => open(archives.url, { schema })
}

let schemas = 0
let schema: string
let provider: ModelProvider
beforeEach(async () => {
  schema = `migrated_${(schemas += 1)}`
  provider = new ModelProvider({ style: 'counted', ids: 'all', growsAtEnd: false, excess: 0 })
  for (let at = 0; at < 60; at += 1) provider.insert(provider.make(`text ${at}`, at * 1000, 'received'), 0)
  await using archive = await archives.open(schema)
  await archive.sync(provider.reader, PARTICIPANT)
})

const version = () => archives.query(`SELECT archive_version AS version FROM ${schema}.archive`)

test('an archive of an older version is migrated when it is opened, keeps all that it has, and can be synced', async () => {
  const open = await withSteps([...MIGRATIONS, NEXT])
  await using archive = await open(schema)
  expect(await version()).toEqual([{ version: MIGRATIONS.length + 1 }])
  expect(await archives.query(`SELECT DISTINCT language FROM ${schema}.message`)).toEqual([
    { language: 'en' },
  ])
  expect(await archive.messages().toArray()).toHaveLength(60)
  provider.insert(provider.make('new', 60_000, 'received'), 0)
  expect(await archive.sync(provider.reader, PARTICIPANT)).toMatchObject({ added: 1, complete: true })
})

test('it is migrated once by several connections that open it at the same time, while others read it', async () => {
  const open = await withSteps([...MIGRATIONS, NEXT])
  await using older = await archives.open(schema)
  const end = new AbortController()
  const read = async (): Promise<number> => {
    let readings = 0
    for (; !end.signal.aborted; readings += 1) {
      expect(await older.messages().toArray()).toHaveLength(60)
      expect(await older.search('text').toArray()).toHaveLength(60)
    }
    return readings
  }
  const reading = read()
  // Its second run would fail: the column is there.
  const opened = await Promise.all(Array.from({ length: 5 }, () => open(schema)))
  end.abort()
  expect(await reading).toBeGreaterThan(0)
  for (const archive of opened) {
    expect(await archive.messages().toArray()).toHaveLength(60)
    await archive.close()
  }
})

test('it is left as it was if a step fails, and the older version still opens it', async () => {
  const open = await withSteps([...MIGRATIONS, NEXT, 'INSERT INTO nowhere VALUES (1)'])
  await expect(open(schema)).rejects.toSatisfy((error) => ArchiveError.is(error, 'storage'))
  expect(await version()).toEqual([{ version: MIGRATIONS.length }])
  expect(await archives.query(`SELECT * FROM ${schema}.message LIMIT 1`)).not.toEqual([
    expect.objectContaining({ language: 'en' }),
  ])
  await using archive = await archives.open(schema)
  expect(await archive.messages().toArray()).toHaveLength(60)
})

test('it is `newer_version` for the older version once it is migrated', async () => {
  const open = await withSteps([...MIGRATIONS, NEXT])
  await (await open(schema)).close()
  await expect(archives.open(schema)).rejects.toSatisfy((error) => ArchiveError.is(error, 'newer_version'))
})
