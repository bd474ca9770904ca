import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openArchive } from '@sms/archive'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ModelProvider, PARTICIPANT } from './model-provider.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'))
  path = join(folder, 'sms.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

const HELD = 'SELECT lease_owner AS owner, lease_expires AS expires FROM conversation'
const HOLD = 'UPDATE conversation SET lease_owner = ?, lease_expires = ?'

/** Gives the conversation to a process that has ended, as if a sync of it had been killed. */
async function leaveLease(provider: ModelProvider, rename: (owner: string) => string): Promise<void> {
  const file = new DatabaseSync(path)
  const { pid } = spawnSync(process.execPath, ['--version'])
  let owner = ''
  await using archive = await openArchive(path)
  await archive.sync(provider.reader, PARTICIPANT, {
    onPage() {
      owner = String(file.prepare(HELD).get()?.['owner'])
    },
  })
  file.prepare(HOLD).run(rename(owner.replace(` ${process.pid} `, ` ${pid} `)), Date.now() + 60_000)
  file.close()
}

function makeProvider(): ModelProvider {
  const provider = new ModelProvider({ style: 'counted', ids: 'all', growsAtEnd: false, excess: 0 })
  provider.insert(provider.make('text', 1000, 'received'), 0)
  return provider
}

test('a process of this machine that has ended is replaced at once', async () => {
  const provider = makeProvider()
  await leaveLease(provider, (owner) => owner)
  await using archive = await openArchive(path)
  const signal = AbortSignal.timeout(10_000)
  expect(await archive.sync(provider.reader, PARTICIPANT, { signal })).toMatchObject({ complete: true })
})

test.each([
  ['of another machine', (owner: string) => `other-${owner}`],
  // Two containers may have the same name, and neither sees the processes of the other.
  ['in another container of the same name', (owner: string) => owner.replace(/pid:\[\d+\]/, 'pid:[1]')],
])('a process %s may be alive, and keeps its lease', async (_, rename) => {
  const provider = makeProvider()
  await leaveLease(provider, rename)
  await using archive = await openArchive(path)
  const signal = AbortSignal.timeout(500)
  await expect(archive.sync(provider.reader, PARTICIPANT, { signal })).rejects.toMatchObject({
    name: 'TimeoutError',
  })
})
