import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openArchive } from '@sms/archive'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runSync } from './run-sync.ts'

const MESSAGES = 1500
const PAGES = MESSAGES / 50

let folder: string
let path: string
let simulator: Simulator
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'))
  path = join(folder, 'sms.db')
  simulator = await startSimulator({ messages: MESSAGES, participants: 2 })
})
afterEach(async () => {
  await simulator.close()
  rmSync(folder, { recursive: true })
})

test('a sync that is killed again and again stores each message once, and repeats few requests', async () => {
  const [participant = ''] = simulator.participants
  const words = [path, JSON.stringify(simulator.ip1), participant]
  let kills = 0
  for (const killAfter of [1, 3, 2, 7, 5]) {
    const { signal } = await runSync(words, { killAfter })
    if (signal === 'SIGKILL') kills += 1
  }
  expect(kills).toBe(5)
  const run = await runSync(words)
  expect(run).toMatchObject({ code: 0, reports: [{ complete: true, error: null }] })
  // The pages in flight, the one that was being stored, and up to three to find the place.
  expect(simulator.requests).toBeLessThanOrEqual(PAGES + kills * (4 + 1 + 3))
  await using archive = await openArchive(path)
  const stored = await archive.messages({ participant }).toArray()
  expect(new Set(stored.map(({ id }) => id)).size).toBe(MESSAGES)
  expect(stored).toHaveLength(MESSAGES)
})

test('two processes that sync the same conversations store each message once', async () => {
  const words = [path, JSON.stringify(simulator.conversationsRcs)]
  const runs = await Promise.all([runSync(words), runSync(words)])
  const reports = runs.flatMap((run) => run.reports)
  expect(reports).toHaveLength(4)
  for (const report of reports) expect(report).toMatchObject({ complete: true, error: null })
  const added = reports.reduce((sum, report) => sum + Number(report['added']), 0)
  expect(added).toBe(2 * MESSAGES)
  await using archive = await openArchive(path)
  const stored = await archive.messages().toArray()
  expect(stored).toHaveLength(2 * MESSAGES)
  expect(new Set(stored.map(({ key }) => key)).size).toBe(2 * MESSAGES)
})

test('a full disk is `storage`, and what was committed stays', async () => {
  const [participant = ''] = simulator.participants
  const words = [path, JSON.stringify(simulator.ip1), participant]
  // 512 bytes each.
  const run = await runSync(words, { shell: 'ulimit -f 3000' })
  expect(run.reports).toEqual([{ code: 'storage', message: expect.stringContaining('there is room') }])
  expect(run.pages).toBeGreaterThan(0)
  await using archive = await openArchive(path)
  const [conversation] = await archive.conversations().toArray()
  expect(conversation).toMatchObject({ messages: run.pages * 50, complete: false })
  const again = await runSync(words)
  expect(again.reports).toMatchObject([{ added: MESSAGES - run.pages * 50, complete: true }])
})
