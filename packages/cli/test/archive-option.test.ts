import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sms } from './run-in-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PARTICIPANT = '+46701740605'
const SECRET = 'hunter2'

const ADDRESSES_WITH_A_PASSWORD = [
  `postgres://sms:${SECRET}@db.example.com/sms`,
  `POSTGRESQL://sms:${SECRET}@db.example.com/sms`,
  `postgres://sms:a/${SECRET}#?@db.example.com/sms`,
  `postgres://db.example.com/sms?user=sms&password=${SECRET}`,
  `host=db.example.com password=${SECRET}`,
  `mysql://sms:${SECRET}@db.example.com/sms`,
  `jdbc:postgresql://sms:${SECRET}@db.example.com/sms`,
  ` postgres://sms:${SECRET}@db.example.com/sms`,
  `"postgres://sms:${SECRET}@db.example.com/sms"`,
  `//sms:${SECRET}@db.example.com/sms`,
  `sms:${SECRET}@db.example.com/sms`,
  `postgres://sms%3A${SECRET}@db.example.com/sms`,
  `postgres://sms@db.example.com/sms?pass%77ord=${SECRET}`,
]

const COMMANDS = [
  ['sync', 'ip1', PARTICIPANT, '--simulate'],
  ['messages', 'archive', PARTICIPANT],
  ['conversations', 'archive'],
  ['changes'],
]

test.each(ADDRESSES_WITH_A_PASSWORD)(
  '--archive refuses a password without showing it: %s',
  async (address) => {
    for (const command of COMMANDS) {
      for (const option of [['--archive', address], [`--archive=${address}`]]) {
        const cwd = temporaryFolder()
        const { status, stdout, stderr } = await sms([...command, ...option, '--debug'], { cwd })
        expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
        expect(stderr).toMatch(/^sms: --archive: a password [^\n]*SMS_ARCHIVE[^\n]*PGPASSWORD[^\n]*\n$/)
        expect(stderr).not.toContain(SECRET)
        expect(readdirSync(cwd)).toEqual([])
      }
    }
  },
)

test.each([
  [{ SMS_ARCHIVE: ADDRESSES_WITH_A_PASSWORD[0] ?? '' }, [], 'Try: npm install @sms/archive-postgres'],
  [
    { SMS_ARCHIVE: ADDRESSES_WITH_A_PASSWORD[4] ?? '' },
    [],
    'SMS_ARCHIVE: this is no address of an archive. Name a file, or postgres://HOST/DATABASE.',
  ],
  [{ SMS_ARCHIVE: ADDRESSES_WITH_A_PASSWORD[7] ?? '' }, [], 'Try: npm install @sms/archive-postgres'],
  [{ SMS_ARCHIVE: ADDRESSES_WITH_A_PASSWORD[8] ?? '' }, [], 'SMS_ARCHIVE: this address is not valid.'],
  [
    { SMS_ARCHIVE: ADDRESSES_WITH_A_PASSWORD[10] ?? '' },
    [],
    'SMS_ARCHIVE: this is no address of an archive. Name a file, or postgres://HOST/DATABASE.',
  ],
  [{}, ['--archive', 'postgres://sms@db.example.com/sms'], 'Try: npm install @sms/archive-postgres'],
  [
    {},
    ['--archive', 'file:sms.db'],
    '--archive: this is no address of an archive. Name a file, or postgres://HOST/DATABASE.',
  ],
  [{}, ['--archive', ''], '--archive: the value is empty'],
  [{}, ['--archive', '-'], '--archive: a standard stream cannot be used'],
  [{}, ['--archive', 'no.db'], 'The archive no.db does not exist.'],
  [{}, ['--archive', ':memory:'], 'The archive :memory: does not exist.'],
  [{ SMS_ARCHIVE: ' ' }, [], 'Name the archive by --archive FILE, or set SMS_ARCHIVE.'],
  [{ SMS_ARCHIVE: '' }, [], 'Name the archive by --archive FILE, or set SMS_ARCHIVE.'],
] as const)('the archive of %j and %j cannot be read', async (env, options, message) => {
  for (const command of COMMANDS.slice(1)) {
    const cwd = temporaryFolder()
    const { status, stdout, stderr } = await sms([...command, ...options], { cwd, env })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).not.toContain(SECRET)
    expect(stderr).toMatch(/^sms: [^\n]*\n$/)
    expect(readdirSync(cwd)).toEqual([])
  }
})

test.each(['C:\\sms@work.db', './a:b@c.db', 'me@example.com.db', 'a:b.db', '%41 #1?.db'])(
  '%s is the name of a file',
  async (name) => {
    const { status, stderr } = await sms(['changes', '--archive', name], { cwd: temporaryFolder() })
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `sms: The archive ${name} does not exist. Check the name, or make it with \`sms sync\`.\n`,
    })
  },
)

test('a file that is no archive is left as it is', async () => {
  for (const command of COMMANDS) {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'notes.txt'), 'Notes')
    const { status, stderr } = await sms([...command, '--archive', 'notes.txt'], { cwd })
    expect(status).toBe(2)
    expect(stderr).toContain('notes.txt is not an archive of @sms/archive')
    expect(readFileSync(join(cwd, 'notes.txt'), 'utf8')).toBe('Notes')
  }
})

test('an archive that cannot be written ends sms with exit code 1', async () => {
  const { status, stderr } = await sms(
    ['sync', 'ip1', PARTICIPANT, '--simulate', '--archive', 'not-there/sms.db'],
    { cwd: temporaryFolder() },
  )
  expect(status).toBe(1)
  expect(stderr).toMatch(/^sms: not-there\/sms\.db cannot be created; check that its folder exists[^\n]*\n$/)
})
