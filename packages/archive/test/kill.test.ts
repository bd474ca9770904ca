import { type FSWatcher, mkdtempSync, rmSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openArchive } from '@sms/archive'
import { startSimulator } from '@sms/simulator'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { EventCounter } from './kill-and-resume.ts'
import { testKills } from './kills.ts'
import { runSync, SYNC_INTO_FILE } from './run-sync.ts'

const MESSAGES = 1500
const PAGE = 50

let folder: string
let watcher: FSWatcher
const writes = new EventCounter()
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'))
  watcher = watch(folder, writes.note)
})
afterEach(() => {
  watcher.close()
  rmSync(folder, { recursive: true })
})

let files = 0
testKills({
  program: SYNC_INTO_FILE,
  writes,
  make: async () => join(folder, `${(files += 1)}.db`),
  open: (path) => openArchive(path),
})

test('a full disk is `storage`, and what was committed stays', async () => {
  await using simulator = await startSimulator({ messages: MESSAGES, participants: 1 })
  const [participant = ''] = simulator.participants
  const path = join(folder, 'sms.db')
  const call = {
    path,
    provider: 'ip1',
    account: simulator.providers.ip1,
    participant,
    options: { pageSize: PAGE },
  } as const
  // 512 bytes each.
  const run = await runSync(call, { shell: 'ulimit -f 3000' })
  expect(run.reports).toEqual([{ code: 'storage', message: expect.stringContaining('there is room') }])
  expect(run.pages).toBeGreaterThan(0)
  await using archive = await openArchive(path)
  const [conversation] = await archive.conversations().toArray()
  expect(conversation).toMatchObject({ messages: run.pages * PAGE, complete: false })
  const again = await runSync(call)
  expect(again.reports).toMatchObject([{ added: MESSAGES - run.pages * PAGE, complete: true }])
})
