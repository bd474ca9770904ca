import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { openArchive } from '@sms/archive'
import { expect, test } from 'vitest'
import { BookProvider } from './book-provider.ts'
import { runSync } from './run-sync.ts'

// The administrator may write every file, so the program runs as the user that owns none.
const NOBODY = 65_534
const AS_READER = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}

test('a file that may only be read is `storage`', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'archive-'))
  const path = join(folder, 'sms.db')
  await (await openArchive(path)).close()
  chmodSync(path, 0o444)
  chmodSync(folder, 0o555)
  const account = { baseUrl: 'http://127.0.0.1:1', apiKey: 'key' }
  const run = await runSync(
    { path, provider: 'ip1', account, participant: '+46701740605' },
    { spawn: AS_READER },
  )
  expect(run.reports).toEqual([{ code: 'storage', message: expect.stringMatching(/allow|may write/) }])
  chmodSync(folder, 0o755)
  rmSync(folder, { recursive: true })
})

test('a file that may only be read is read, although bytes of an erasure are still to be overwritten', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'archive-'))
  const path = join(folder, 'sms.db')
  const book = new BookProvider()
  book.add('Acme', { id: 'm1', from: 'Acme', to: '+46701740605', text: 'hello', time: 1000 })
  const archive = await openArchive(path)
  await archive.sync(book.reader, 'Acme')
  await archive.close()
  const writer = new DatabaseSync(path)
  writer.exec('UPDATE archive SET unwiped = 1')
  writer.close()
  chmodSync(path, 0o444)
  chmodSync(folder, 0o777)
  const program = fileURLToPath(new URL('programs/read.ts', import.meta.url))
  const words = ['--disable-warning=ExperimentalWarning', program, path]
  const { stdout } = spawnSync(process.execPath, words, { ...AS_READER, encoding: 'utf8' })
  expect(JSON.parse(stdout)).toEqual(['hello'])
  const reader = new DatabaseSync(path)
  expect(reader.prepare('SELECT unwiped FROM archive').get()).toEqual({ unwiped: 1 })
  reader.close()
  rmSync(folder, { recursive: true })
})
