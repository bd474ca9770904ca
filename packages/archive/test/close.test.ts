import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Archive, openArchive } from '@sms/archive'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ModelProvider, PARTICIPANT } from './model-provider.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'))
  path = join(folder, 'sms.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

function makeProvider(): ModelProvider {
  const provider = new ModelProvider({ style: 'counted', ids: 'all', growsAtEnd: false, excess: 0 })
  for (let at = 0; at < 300; at += 1) provider.insert(provider.make(`text ${at}`, at * 1000, 'received'), 0)
  return provider
}

async function changesOf(archive: Archive): Promise<number> {
  let count = 0
  for await (const _ of archive.changes()) count += 1
  return count
}

const CALLS: ReadonlyArray<readonly [string, (archive: Archive) => Promise<unknown>]> = [
  ['sync', (archive) => archive.sync(makeProvider().reader, PARTICIPANT)],
  ['messages', (archive) => archive.messages().toArray()],
  ['conversations', (archive) => archive.conversations().toArray()],
  ['search', (archive) => archive.search('text').toArray()],
  ['changes', changesOf],
]

test.each(CALLS)('%s of a closed archive is `storage`, and the message says what to do', async (_, call) => {
  const archive = await openArchive(path)
  await archive.close()
  await archive.close()
  await expect(call(archive)).rejects.toMatchObject({
    name: 'ArchiveError',
    code: 'storage',
    message: `The archive ${path} is closed; open it again.`,
  })
})

test('a sync that closing the archive has cut keeps what it stored, and does not hold up the next one', async () => {
  const { reader } = makeProvider()
  const archive = await openArchive(path)
  const closed: Promise<void>[] = []
  const sync = archive.sync(reader, PARTICIPANT, { onPage: () => void closed.push(archive.close()) })
  await expect(sync).rejects.toMatchObject({ name: 'ArchiveError', message: expect.stringMatching(/closed/) })
  await Promise.all(closed)
  await using again = await openArchive(path)
  // Shorter than the lease of a process that goes on.
  const signal = AbortSignal.timeout(10_000)
  expect(await again.sync(reader, PARTICIPANT, { signal })).toMatchObject({ added: 250, complete: true })
})

test('if the archive closes, a sync whose reader fails rejects with the error of the reader', async () => {
  const archive = await openArchive(path)
  const provider = makeProvider()
  const closed: Promise<void>[] = []
  const broken = new Error('the connection broke')
  provider.beforeResponse = () => {
    closed.push(archive.close())
    throw broken
  }
  await expect(archive.sync(provider.reader, PARTICIPANT)).rejects.toBe(broken)
  await Promise.all(closed)
})
