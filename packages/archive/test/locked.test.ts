import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { openArchive } from '@sms/archive'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ModelProvider, PARTICIPANT } from './model-provider.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const provider = new ModelProvider({ style: 'offsets', ids: 'all', growsAtEnd: false, excess: 0 })
for (let at = 0; at < 30; at += 1) provider.insert(provider.make(`text ${at}`, at * 1000, 'received'), 0)

test('a file that is locked by another connection is waited for, and the thread goes on', async () => {
  const path = join(folder, 'sms.db')
  await using archive = await openArchive(path)
  const other = new DatabaseSync(path)
  other.exec('BEGIN IMMEDIATE')
  const syncing = archive.sync(provider.reader, PARTICIPANT)
  // Each of these turns would come only after the wait if that blocked the thread.
  for (let turns = 0; turns < 5; turns += 1) await pause(1)
  expect(await Promise.race([syncing, pause(1, 'waiting')])).toBe('waiting')
  expect(await archive.messages().toArray()).toEqual([])
  other.exec('COMMIT')
  other.close()
  expect(await syncing).toMatchObject({ added: 30, complete: true })
})

test('a file that stays locked is `busy`', async () => {
  const path = join(folder, 'sms.db')
  await using archive = await openArchive(path)
  const other = new DatabaseSync(path)
  other.exec('BEGIN IMMEDIATE')
  const start = performance.now()
  let looks = 0
  // Five seconds for each look.
  vi.spyOn(performance, 'now').mockImplementation(() => start + (looks += 1) * 5000)
  const error = await archive.sync(provider.reader, PARTICIPANT).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'busy', message: expect.stringContaining('try again') })
  other.close()
})
