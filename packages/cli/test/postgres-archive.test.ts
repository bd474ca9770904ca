import { readdirSync } from 'node:fs'
import { beforeEach, expect, test } from 'vitest'
import { installBrokenPostgres, installFakePostgres, postgresCalls } from './fake-postgres.ts'
import { sms } from './run-in-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PARTICIPANT = '+46701740605'
const SECRET = 'hunter2'
const ADDRESS = 'postgres://sms@db.example.com:5433/messages'

let cwd: string
beforeEach(() => {
  cwd = temporaryFolder()
})

const simulate = ['sync', 'ip1', PARTICIPANT, '--simulate']

test('every command takes an archive in PostgreSQL, as a file', async () => {
  installFakePostgres(cwd)
  const archive = ['--archive', ADDRESS]
  const synced = await sms([...simulate, ...archive, '--format', 'transcript'], { cwd })
  expect(synced).toMatchObject({
    status: 0,
    stdout: '+46701740605: 114 added, 0 updated, 0 vanished. Complete.\n',
  })
  for (const [words, shown] of [
    [['messages', 'archive', PARTICIPANT, '--limit', '1'], PARTICIPANT],
    [['conversations', 'archive'], '"messages":114'],
    [['search', 'appointment', '--limit', '1'], 'appointment'],
    [['changes'], '"kind":"added"'],
    [['verify', 'ip1', PARTICIPANT, '--simulate'], '"checked":114'],
    [['prune', '--before', '2023-03-25', '--yes'], '"messages":'],
    [['erase', PARTICIPANT, '--yes'], '"conversations":1'],
  ] as const) {
    const { status, stdout } = await sms([...words, ...archive], { cwd })
    expect({ words, status }).toEqual({ words, status: 0 })
    expect(stdout).toContain(shown)
  }
  const [first, ...others] = postgresCalls(cwd)
  expect(first).toEqual({ url: ADDRESS })
  expect(others).toEqual(Array.from({ length: 7 }, () => ({ url: ADDRESS, create: false })))
})

test('SMS_ARCHIVE may contain a password, and names the schema', async () => {
  installFakePostgres(cwd)
  const url = `postgresql://sms:${SECRET}@db.example.com/messages?sslmode=require`
  const env = { SMS_ARCHIVE: ` ${url}&schema=shop ` }
  const list = { cwd, env: { ...env, IP1_API_KEY: 'key' }, input: '' }
  expect(
    (await sms(['sync', 'ip1', '--participants', '-', '--base-url', 'http://127.0.0.1:1'], list)).status,
  ).toBe(2)
  expect(postgresCalls(cwd)).toEqual([])
  const missing = await sms(['changes'], { cwd, env })
  expect(missing).toEqual({ status: 2, stdout: '', stderr: 'sms: There is no archive in the schema.\n' })
  expect(postgresCalls(cwd)).toEqual([{ url, schema: 'shop', create: false }])
  expect(readdirSync(cwd)).not.toContain('shop.postgres')
})

test('reports show the host, the database and the schema, and no password', async () => {
  installFakePostgres(cwd)
  const env = { SMS_ARCHIVE: `postgres://sms:${SECRET}@db.example.com/messages?schema=shop` }
  await sms([...simulate, '--archive', 'sms.db'], { cwd })
  const { status, stdout, stderr } = await sms(['archive', 'copy', 'sms.db'], { cwd, env })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(JSON.parse(stdout)).toEqual({
    from: 'sms.db',
    to: 'postgres://db.example.com/messages?schema=shop',
    conversations: 1,
    messages: 114,
    files: 0,
    verified: true,
  })
})

test('--simulate does not use an archive that SMS_ARCHIVE names', async () => {
  installFakePostgres(cwd)
  const { status, stderr } = await sms(simulate, { cwd, env: { SMS_ARCHIVE: ADDRESS } })
  expect(status).toBe(0)
  expect(stderr).toContain('The archive is in memory')
  expect(postgresCalls(cwd)).toEqual([])
})

test.each([
  `postgres://sms:${SECRET}%21@unreachable.example.com/sms`,
  `postgres://sms@unreachable.example.com/sms?password=${SECRET}%21`,
])('no error shows the password of %s', async (address) => {
  installFakePostgres(cwd)
  const env = { SMS_ARCHIVE: address }
  const { status, stdout, stderr } = await sms(['changes', '--debug'], { cwd, env })
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toContain('No connection to ')
  expect(stderr).not.toContain(SECRET)
})

test.each([
  `postgres://sms:a/${SECRET}#?@db.example.com/sms`,
  `postgres://sms:5/${SECRET}@db.example.com/sms`,
  `postgres://sms:5#${SECRET}@db.example.com/sms`,
  `postgres://sms:5?${SECRET}@db.example.com/sms`,
  `"postgres://sms:${SECRET}@db.example.com/sms"`,
  `postgres:sms:${SECRET}@db.example.com/sms`,
])('an address that is not valid is refused, and not shown: %s', async (address) => {
  installFakePostgres(cwd)
  const { status, stdout, stderr } = await sms(['changes'], { cwd, env: { SMS_ARCHIVE: address } })
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(/^sms: SMS_ARCHIVE: this address is not valid\. [^\n]*%XX\.\n$/)
  expect(stderr).not.toContain(SECRET)
  expect(postgresCalls(cwd)).toEqual([])
})

test('an empty schema is refused', async () => {
  const { status, stderr } = await sms(['changes', '--archive', `${ADDRESS}?schema=`], { cwd })
  expect(status).toBe(2)
  expect(stderr).toBe('sms: --archive: the schema is empty. Omit it for the default, or name one.\n')
})

test('without its package, an archive in PostgreSQL is a usage error that says what to install', async () => {
  for (const words of [[...simulate], ['changes']]) {
    const { status, stderr } = await sms([...words, '--archive', ADDRESS], { cwd })
    expect(status).toBe(2)
    expect(stderr).toBe(
      'sms: An archive in PostgreSQL needs the package @sms/archive-postgres. Try: npm install @sms/archive-postgres\n',
    )
  }
  installBrokenPostgres(cwd)
  const { status, stderr } = await sms(['changes', '--archive', ADDRESS], { cwd })
  expect(status).toBe(2)
  expect(stderr).toMatch(/^sms: @sms\/archive-postgres cannot be imported: [^\n]* Install it again\.\n$/)
})
