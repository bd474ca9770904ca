import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testArchives } from './archives.ts'

const PROGRAM = fileURLToPath(new URL('dist/bin.js', import.meta.resolve('@sms/cli/package.json')))
const PACKAGE = fileURLToPath(new URL('..', import.meta.url))
const PARTICIPANT = '+46701740605'

const { url, query } = testArchives()
const { password, host, pathname } = new URL(url)
/** Without a password. */
const address = `postgres://postgres@${host}${pathname}`
const PGPASSWORD = decodeURIComponent(password)

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'archive-postgres-'))
  mkdirSync(join(cwd, 'node_modules/@sms'), { recursive: true })
  symlinkSync(PACKAGE, join(cwd, 'node_modules/@sms/archive-postgres'))
})
afterEach(() => rmSync(cwd, { recursive: true }))

interface Run {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs `sms` in a process of its own. */
function sms(words: readonly string[], env: Readonly<Record<string, string>> = { PGPASSWORD }): Promise<Run> {
  const child = spawn(process.execPath, [PROGRAM, ...words], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, stdout, stderr }))
  })
}

test('commands write and read an archive in PostgreSQL, as one in a file', async () => {
  const archive = ['--archive', `${address}?schema=written`]
  for (const place of [archive, ['--archive', 'sms.db']]) {
    const { status, stderr } = await sms(['sync', 'ip1', PARTICIPANT, '--simulate', ...place])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  }
  const env = { SMS_ARCHIVE: `${url}?schema=written` }
  for (const words of [
    ['messages', 'archive', PARTICIPANT, '--format', 'transcript', '--order', 'newest-first'],
    ['search', 'appointment', '--format', 'transcript'],
    ['verify', 'ip1', PARTICIPANT, '--simulate'],
    ['prune', '--before', '2023-03-25', '--yes'],
    ['erase', PARTICIPANT, '--yes'],
    ['messages', 'archive', PARTICIPANT],
  ]) {
    // With --simulate, SMS_ARCHIVE is not used.
    const there = words.includes('--simulate') ? sms([...words, ...archive]) : sms(words, env)
    const inFile = await sms([...words, '--archive', 'sms.db'])
    expect(await there).toEqual(inFile)
    expect(inFile.status).toBe(0)
  }
})

test('an archive is copied into PostgreSQL and back, and is the same there', async () => {
  await sms(['sync', 'ip1', PARTICIPANT, '--simulate', '--archive', 'sms.db'])
  const changes = await sms(['changes', '--archive', 'sms.db'])
  const moved = await sms(['archive', 'copy', 'sms.db'], { SMS_ARCHIVE: `${url}?schema=moved` })
  expect(moved).toEqual({
    status: 0,
    stdout: expect.stringContaining(
      `"to":"postgres://${host}${pathname}?schema=moved","conversations":1,"messages":114`,
    ),
    stderr: '',
  })
  const there = ['--archive', `${address}?schema=moved`]
  expect(await sms(['changes', ...there])).toEqual(changes)
  const cursor = String(JSON.parse(changes.stdout.split('\n', 50).at(-1) ?? '').cursor)
  const rest = await sms(['changes', '--cursor', cursor, ...there])
  expect(rest.stdout).toBe(changes.stdout.split('\n').slice(50).join('\n'))
  expect((await sms(['archive', 'copy', `${address}?schema=moved`, 'back.db'])).status).toBe(0)
  expect(await sms(['changes', '--archive', 'back.db'])).toEqual(changes)
  const again = await sms(['archive', 'copy', 'sms.db', `${address}?schema=moved`])
  expect(again).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('is not empty') })
})

test('reading does not make an archive, and no error shows a password', async () => {
  for (const words of [['changes'], ['messages', 'archive', PARTICIPANT], ['erase', PARTICIPANT, '--yes']]) {
    const { status, stdout, stderr } = await sms([...words, '--archive', `${address}?schema=missing`])
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^sms: There is no archive in the schema missing of [^\n]*\n$/)
  }
  expect(await query("SELECT FROM pg_namespace WHERE nspname = 'missing'")).toEqual([])
  const secret = 'hunter2%40'
  for (const target of [
    url.replace(`:${password}@`, `:${secret}@`),
    `postgres://postgres:${secret}@127.0.0.1:1/sms`,
    `${address}?password=${secret}`,
  ]) {
    const { status, stdout, stderr } = await sms(['changes', '--debug'], { SMS_ARCHIVE: target })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/^sms: The (?:archive in|server of) the schema sms of [^\n]*password/)
    expect(stderr).not.toContain('hunter2')
  }
})
