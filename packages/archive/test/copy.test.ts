import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Archive, type CopyProgress, copyArchive, openArchive } from '@sms/archive'
import { startArchive, type Store } from '@sms/archive/store'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ArchiveRecord } from '../src/store/archive-record.ts'
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts'
import { collect } from './collect.ts'
import { expectSameArchive } from './expect-same-archive.ts'
import { ModelProvider, OTHER, PARTICIPANT } from './model-provider.ts'

let folder: string
let provider: ModelProvider
let archive: Archive
let copy: Archive
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'archive-copy-'))
  provider = new ModelProvider({ style: 'counted', ids: 'all', growsAtEnd: false, excess: 0 })
  for (let at = 0; at < 1200; at += 1)
    provider.insert(provider.make(`text ${at}`, at * 1000, 'received', at % 10 === 0), 0)
  archive = await openArchive(pathOf('sms.db'))
  copy = await openArchive(pathOf('copy.db'))
  return async () => {
    await archive.close()
    await copy.close()
  }
})
afterEach(() => rmSync(folder, { recursive: true }))

const pathOf = (name: string): string => join(folder, name)

async function expectEmpty(one: Archive): Promise<void> {
  expect(await one.conversations().toArray()).toEqual([])
  expect(await one.messages().toArray()).toEqual([])
  expect(await collect(one.changes())).toEqual([])
}

async function expectStartsAgain(): Promise<void> {
  await expectEmpty(copy)
  expect(await copyArchive(archive, copy)).toMatchObject({ conversations: 1 })
}

test('a copy is the same archive, and says what it has', async () => {
  await archive.sync(provider.reader, PARTICIPANT)
  const shown: CopyProgress[] = []
  const report = await copyArchive(archive, copy, { onProgress: (progress) => void shown.push(progress) })
  expect(report).toEqual({ conversations: 1, messages: 1200, files: 0 })
  expect(shown.at(-1)).toEqual({ stored: 1200, checked: 1200, total: 1200 })
  expect(shown.filter(({ stored }) => stored > 0 && stored < 1200).length).toBeGreaterThan(1)
  await expectSameArchive(archive, copy)
  const again = await copy.sync(provider.reader, PARTICIPANT)
  expect(again).toMatchObject({ added: 0, complete: true, requests: 1 })
})

test('a copy knows who was erased from the archive, and what was pruned', async () => {
  await archive.sync(provider.reader, PARTICIPANT)
  await archive.erase(OTHER)
  await archive.prune({ before: new Date(600_000) })
  const { messages } = await copyArchive(archive, copy)
  expect(messages).toBe(540)
  const report = await copy.sync(provider.reader, PARTICIPANT, { full: true })
  expect(report).toMatchObject({ added: 0, complete: true })
  await expect(copy.sync(provider.reader, OTHER)).rejects.toMatchObject({ code: 'erased' })
})

test('a sync goes on while its archive is copied, and the copy can be synced to the end', async () => {
  const copied: Promise<unknown>[] = []
  const onPage = (): void => {
    if (copied.length === 0) copied.push(copyArchive(archive, copy))
  }
  const report = await archive.sync(provider.reader, PARTICIPANT, { onPage })
  expect(report).toMatchObject({ added: 1200, complete: true })
  const [{ messages }] = (await Promise.all(copied)) as [{ readonly messages: number }]
  expect(messages).toBeLessThan(1200)
  expect((await copy.messages().toArray()).length).toBe(messages)
  expect((await copy.conversations().toArray()).map(({ complete }) => complete)).toEqual([false])
  const rest = await copy.sync(provider.reader, PARTICIPANT)
  expect(rest).toMatchObject({ added: 1200 - messages, complete: true })
})

describe('the second archive stays empty if', () => {
  beforeEach(async () => void (await archive.sync(provider.reader, PARTICIPANT)))

  test.each(['stored', 'checked'] as const)('the signal aborts when some messages are %s', async (name) => {
    const reason = new Error('interrupted')
    const ended = new AbortController()
    const onProgress = (progress: CopyProgress): void => {
      if (progress[name] > 0) ended.abort(reason)
    }
    await expect(copyArchive(archive, copy, { signal: ended.signal, onProgress })).rejects.toBe(reason)
    await expectStartsAgain()
  })

  test.each([1, 4, 6, 8])('the process is killed after %i batches', async (batches) => {
    await copy.close()
    const program = fileURLToPath(new URL('programs/copy.ts', import.meta.url))
    const words = [program, pathOf('sms.db'), pathOf('copy.db'), String(batches)]
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...words], {
      stdio: 'inherit',
    })
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
    copy = await openArchive(pathOf('copy.db'))
    await expectStartsAgain()
  })

  test('messages are erased from the first one meanwhile', async () => {
    const erased: Promise<unknown>[] = []
    const onProgress = (): void => {
      if (erased.length === 0) erased.push(archive.erase(OTHER, { remember: false }))
    }
    const copied = copyArchive(archive, copy, { onProgress })
    await expect(copied).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringContaining('Copy again.'),
    })
    await Promise.all(erased)
    await expectStartsAgain()
  })

  test('what is stored differs from what was read', async () => {
    await using faulty = await startArchive(
      await faultyStore((record) =>
        record.kind === 'message' && record.id === 700 ? { ...record, body: '["other"]' } : record,
      ),
    )
    await expect(copyArchive(archive, faulty)).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('message: 1200 read, 1200 stored'),
    })
    await expectStartsAgain()
  })

  test('a name is stored with another character in place of half of a surrogate pair', async () => {
    const store = await openSqliteStore(pathOf('sms.db'), true)
    const [conversation = 0] = await store.findConversations({}, [PARTICIPANT])
    await store.describeConversation(conversation, { name: '\ud83d', knownTime: null, entries: null })
    await store.close()
    await using faulty = await startArchive(
      await faultyStore((record) =>
        record.kind === 'conversation' ? { ...record, name: '\ufffd' } : record,
      ),
    )
    await expect(copyArchive(archive, faulty)).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('conversation: 1 read, 1 stored'),
    })
    await expectStartsAgain()
  })
})

/** A store that changes the records that it loads. */
async function faultyStore(change: (record: ArchiveRecord) => ArchiveRecord): Promise<Store> {
  const store = await openSqliteStore(pathOf('copy.db'), true)
  const load = store.load.bind(store)
  store.load = (records, check) => load(changed(records, change), check)
  return store
}

async function* changed(
  records: AsyncIterable<readonly ArchiveRecord[]>,
  change: (record: ArchiveRecord) => ArchiveRecord,
): AsyncGenerator<readonly ArchiveRecord[], void, void> {
  for await (const batch of records) yield batch.map(change)
}

test('an archive that was used is not copied into, and stays as it was', async () => {
  await archive.sync(provider.reader, PARTICIPANT)
  await copy.sync(provider.reader, PARTICIPANT)
  const before = await copy.messages().toArray()
  await expect(copyArchive(archive, copy)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('is not empty'),
  })
  expect(await copy.messages().toArray()).toEqual(before)
})

test('what a crash has cut in the first archive is finished in the copy', async () => {
  await archive.sync(provider.reader, PARTICIPANT)
  await archive.close()
  const store = await openSqliteStore(pathOf('sms.db'), true)
  archive = await startArchive(store)
  // As an erasure and a pruning of another process that have just begun.
  await store.beginErasure(PARTICIPANT, [])
  await store.beginPruning(0)
  await copyArchive(archive, copy)
  expect(await copy.messages().toArray()).toEqual([])
  expect(await copy.conversations().toArray()).toEqual([])
})

test('what cannot be copied is `invalid_argument`', async () => {
  await expect(copyArchive(archive, archive)).rejects.toThrow('`to`')
  await expect(copyArchive({ ...archive }, copy)).rejects.toThrow('`from`')
  const unknown = { signal: undefined, onPage: () => undefined }
  await expect(copyArchive(archive, copy, unknown)).rejects.toThrow('`onPage`')
})
