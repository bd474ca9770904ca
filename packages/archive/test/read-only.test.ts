import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openArchive } from '@sms/archive'
import { expect, test } from 'vitest'
import { runSync } from './run-sync.ts'

// The administrator may write every file, so the program runs as the user that owns none.
const NOBODY = 65_534

test('a file that may only be read is `storage`', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'archive-'))
  const path = join(folder, 'sms.db')
  await (await openArchive(path)).close()
  chmodSync(path, 0o444)
  chmodSync(folder, 0o555)
  const isRoot = process.getuid?.() === 0
  const account = { baseUrl: 'http://127.0.0.1:1', apiKey: 'key' }
  const run = await runSync(
    { path, provider: 'ip1', account, participant: '+46701740605' },
    {
      spawn: isRoot ? { uid: NOBODY, gid: NOBODY } : {},
    },
  )
  expect(run.reports).toEqual([{ code: 'storage', message: expect.stringMatching(/allow|may write/) }])
  chmodSync(folder, 0o755)
  rmSync(folder, { recursive: true })
})
