import { DatabaseSync, StatementSync } from 'node:sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ArchiveQuery, openArchive } from '@sms/archive'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BookProvider } from './book-provider.ts'
import { collect } from './collect.ts'

const PAGE = 10
const LETTERS = 4

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

/** Makes an archive of conversations whose messages all alternate in time. */
async function archiveOf(conversations: number): Promise<string> {
  const path = join(folder, `${conversations}.db`)
  await using archive = await openArchive(path)
  const book = new BookProvider()
  for (let of = 0; of < conversations; of += 1) {
    const participant = participantOf(of)
    const letters = Array.from({ length: LETTERS }, (_, at) => {
      const time = (at * conversations + of) * 1000
      return { id: `${of}-${at}`, from: participant, to: 'Acme', text: `text ${time}`, time }
    })
    book.add(participant, ...letters)
    await archive.sync(book.reader, participant)
  }
  return path
}

function participantOf(conversation: number): string {
  return `+4670174${1000 + conversation}`
}

/** What the database does for the second page of a query. */
async function workOfPage(
  path: string,
  query: ArchiveQuery,
): Promise<{ readonly rows: number; readonly steps: readonly string[] }> {
  await using archive = await openArchive(path)
  const prepared = vi.spyOn(DatabaseSync.prototype, 'prepare')
  const options = { ...query, pageSize: PAGE }
  const first = archive.messages(options).pages()[Symbol.asyncIterator]()
  const { cursor } = (await first.next()).value
  await first.return?.()
  const read = vi.spyOn(StatementSync.prototype, 'all')
  const [page] = await collect(archive.messages({ ...options, cursor, limit: PAGE }).pages())
  expect(page?.items).toHaveLength(PAGE)
  const rows = read.mock.results.reduce((count, { value }) => count + value.length, 0)
  const statements = prepared.mock.calls.map(([sql]) => sql)
  vi.restoreAllMocks()
  return { rows, steps: stepsOf(path, statements) }
}

/** The steps of the plans of SQLite, without those of the statement that reads the messages of a page by their ids. */
function stepsOf(path: string, statements: readonly string[]): readonly string[] {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    return statements
      .filter((sql) => !sql.includes('json_each(?) wanted'))
      .flatMap((sql) => database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all())
      .map(({ detail }) => String(detail))
  } finally {
    database.close()
  }
}

/** Steps that read a whole table of messages or conversations, or sort. */
function slowSteps(steps: readonly string[]): readonly string[] {
  return steps.filter(
    (step) => step.includes('TEMP B-TREE') || /^SCAN (?!json_each|o |s\b|archive)/.test(step),
  )
}

const QUERIES: readonly ArchiveQuery[] = [
  { order: 'oldest-first' },
  { order: 'newest-first' },
  { provider: 'book', account: 'default' },
]

test('a page of all messages takes the same work, however many conversations they are in', async () => {
  const few = await archiveOf(8)
  const many = await archiveOf(80)
  for (const query of QUERIES) {
    const { rows, steps } = await workOfPage(many, query)
    expect(rows).toBe((await workOfPage(few, query)).rows)
    expect(steps).toContainEqual(expect.stringContaining('COVERING INDEX message_by_source'))
    expect(slowSteps(steps)).toEqual([])
  }
})

test('a page of many conversations reads the first place of each, and more of those on the page only', async () => {
  const path = await archiveOf(80)
  const participant = Array.from({ length: 60 }, (_, of) => participantOf(of))
  for (const order of ['oldest-first', 'newest-first'] as const) {
    const { rows, steps } = await workOfPage(path, { participant, order })
    // A page is requested with one message more. Each of its conversations is read to the end here.
    const places = LETTERS * (PAGE + 1)
    expect(rows).toBeLessThanOrEqual(2 * participant.length + places + (PAGE + 1))
    expect(steps).toContainEqual(expect.stringContaining('COVERING INDEX message_by_place'))
    expect(slowSteps(steps)).toEqual([])
  }
})
