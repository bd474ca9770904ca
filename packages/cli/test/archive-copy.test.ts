import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { textsIn } from './archive-of.ts'
import { installFakePostgres } from './fake-postgres.ts'
import { sms } from './run-in-process.ts'
import { InterruptedError } from '../src/interrupt-signal.ts'
import { terminal } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PARTICIPANT = '+46701740605'
const ADDRESS = 'postgres://sms@db.example.com/messages'

let cwd: string
beforeEach(async () => {
  cwd = temporaryFolder()
  installFakePostgres(cwd)
  await sms(['sync', 'ip1', PARTICIPANT, '--simulate', '--archive', 'sms.db'], { cwd })
})

const complete = (...words: readonly string[]) => sms(['complete', '--', 'archive', ...words])
const copy = (...words: readonly string[]) => sms(['archive', 'copy', ...words], { cwd })

describe('sms archive copy', () => {
  test('copies an archive into another file, and says that the two are the same', async () => {
    const { status, stdout, stderr } = await copy('sms.db', 'copy.db', '--format', 'transcript')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toBe('Copied into copy.db and verified: 1 conversation, 114 messages, 0 files.\n')
    expect(await textsIn(cwd, 'copy.db')).toEqual(await textsIn(cwd))
  })

  test('copies into PostgreSQL and back', async () => {
    expect((await copy('sms.db', ADDRESS)).status).toBe(0)
    expect((await copy(ADDRESS, 'back.db')).status).toBe(0)
    expect(await textsIn(cwd, 'back.db')).toEqual(await textsIn(cwd))
    const [original, moved] = await Promise.all(
      ['sms.db', 'back.db'].map((archive) => sms(['changes', '--archive', archive], { cwd })),
    )
    expect(moved).toEqual(original)
  })

  test('shows on a terminal how far it is', async () => {
    const { status, stdout } = await terminal('sms archive copy sms.db copy.db', 80, { cwd })
    expect(status).toBe(0)
    expect(stdout).toContain('0 of 114 messages copied')
    expect(stdout).toMatch(/Copied into copy\.db and verified: 1 conversation, 114 messages, 0 files\.\r\n$/)
  })

  test.each([
    [['none.db', 'copy.db'], 'The archive none.db does not exist.'],
    [[`${ADDRESS}?schema=none`, 'copy.db'], 'There is no archive in the schema.'],
    [['sms.db', './sms.db'], 'Both names are of the same archive.'],
    [[ADDRESS, `${ADDRESS}`], 'Both names are of the same archive.'],
    [['sms.db', ':memory:'], '<to>: an archive in memory would be gone at once. Name a file.'],
    [['sms.db', 'mysql://db.example.com/sms'], '<to>: this is no address of an archive.'],
    [['sms.db'], 'Name the archive by a second argument, or set SMS_ARCHIVE.'],
    [['sms.db', ''], '<to>: the value is empty.'],
    [
      ['sms.db', 'postgres://sms:hunter2@db.example.com/sms'],
      '<to>: a password in an argument is visible to others.',
    ],
    [
      ['postgres://sms:hunter2@db.example.com/sms', 'a.db'],
      '<from>: a password in an argument is visible to others.',
    ],
    [[], "missing required argument 'from'"],
  ])('exit code 2 is the result of sms archive copy %j', async (words, message) => {
    const { status, stdout, stderr } = await copy(...words)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/^sms: [^\n]*\n$/)
    expect(stderr).not.toContain('hunter2')
    for (const file of ['copy.db', 'a.db', 'none.db']) expect(existsSync(join(cwd, file))).toBe(false)
  })

  test('leaves an archive as it is that is not empty, and a file that is no archive', async () => {
    await sms(['sync', 'ip1', '+46701740618', '--simulate', '--archive', 'other.db'], { cwd })
    const before = await textsIn(cwd, 'other.db')
    const used = await copy('sms.db', 'other.db')
    expect(used).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('is not empty') })
    expect(await textsIn(cwd, 'other.db')).toEqual(before)
    writeFileSync(join(cwd, 'notes.txt'), 'Notes')
    const notes = await copy('sms.db', 'notes.txt')
    expect(notes).toMatchObject({ status: 2, stderr: expect.stringContaining('not an archive') })
  })

  test('can be run again after it was interrupted', async () => {
    const stopped = new AbortController()
    stopped.abort(new InterruptedError('SIGINT'))
    const { status, stdout, stderr } = await sms(
      ['archive', 'copy', 'sms.db', 'copy.db'],
      { cwd },
      stopped.signal,
    )
    expect({ status, stdout, stderr }).toEqual({
      status: 130,
      stdout: '',
      stderr: 'sms: Interrupted. Nothing was copied. To start again, run the same command again.\n',
    })
    expect(await textsIn(cwd, 'copy.db')).toEqual([])
    expect((await copy('sms.db', 'copy.db')).status).toBe(0)
  })

  test('is in the help and the completions', async () => {
    const help = await sms(['archive', 'copy', '--help'])
    expect(help.status).toBe(0)
    expect(help.stdout).toContain('sms archive copy sms.db postgres://')
    expect((await complete('co')).stdout).toMatch(/^copy\t/)
    expect((await complete('copy', '')).stdout).toBe(':0\n')
    expect((await complete('copy', 'sms.db', 'c')).stdout).toBe(':0\n')
    expect((await complete('copy', 'sms.db', '--form')).stdout).toMatch(/^--format\t/)
  })
})
