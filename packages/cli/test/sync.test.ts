import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { installAcme } from './acme.ts'
import { textsIn } from './archive-of.ts'
import { sms } from './run-in-process.ts'
import { terminal } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PARTICIPANT = '+46701740605'
const ARCHIVE = ['--archive', 'sms.db']

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ seed: 12, messages: 60 })
})
afterAll(() => simulator.close())

function reportsIn(stdout: string): readonly Readonly<Record<string, unknown>>[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('sms sync', () => {
  test('stores a conversation, and the next time only what is new', async () => {
    const cwd = temporaryFolder()
    await using own = await startSimulator({ seed: 12, messages: 60 })
    const env = { ...accountOf(own, 'ip1'), SMS_ARCHIVE: 'sms.db' }
    const first = await sms(['sync', 'ip1', PARTICIPANT], { cwd, env })
    expect(first).toMatchObject({ status: 0, stderr: '' })
    expect(reportsIn(first.stdout)).toEqual([
      {
        provider: 'ip1',
        account: 'default',
        participant: PARTICIPANT,
        added: 60,
        updated: 0,
        vanished: 0,
        complete: true,
        requests: 2,
        error: null,
      },
    ])
    expect(statSync(join(cwd, 'sms.db')).mode & 0o777).toBe(0o600)
    own.conversation(PARTICIPANT).add({ text: 'One more' })
    const { stdout } = await sms(['sync', 'ip1', PARTICIPANT, '--format', 'transcript'], { cwd, env })
    expect(stdout).toBe('+46701740605: 1 added, 0 updated, 0 vanished. Complete.\n')
    expect((await textsIn(cwd)).at(-1)).toBe('One more')
  })

  test('passes its options on', async () => {
    const cwd = temporaryFolder()
    const sync = async (...options: readonly string[]): Promise<unknown> => {
      const args = [
        'sync',
        'smstools',
        PARTICIPANT,
        '--simulate',
        ...ARCHIVE,
        '--account',
        'shop',
        ...options,
      ]
      return reportsIn((await sms(args, { cwd })).stdout)
    }
    const pages = ['--page-size', '10', '--concurrency', '1']
    expect(await sync(...pages)).toMatchObject([{ account: 'shop', added: 114, requests: 12 }])
    expect(await sync(...pages)).toMatchObject([{ added: 0, requests: 5 }])
    // The statuses of old messages may change, so they are read again.
    expect(await sync(...pages, '--refresh-days', '36500')).toMatchObject([{ added: 0, requests: 11 }])
    expect(await sync(...pages, '--full')).toMatchObject([{ added: 0, requests: 12 }])
  })

  test('with --since, says why the conversation is not complete', async () => {
    const { status, stdout, stderr } = await sms(
      ['sync', 'ip1', PARTICIPANT, '--since', '2023-03-25', '--format', 'transcript', ...ARCHIVE],
      { cwd: temporaryFolder(), env: accountOf(simulator, 'ip1') },
    )
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(
      /^\+46701740605: \d+ added, 0 updated, 0 vanished\. Not complete: --since leaves older messages out\.\n$/,
    )
  })

  test('with --all, syncs each conversation that the provider lists, and reports the total', async () => {
    const cwd = temporaryFolder()
    const env = accountOf(simulator, 'conversations-rcs')
    const run = await sms(['sync', 'conversations-rcs', '--all', ...ARCHIVE], { cwd, env })
    expect(run.status).toBe(0)
    const reports = reportsIn(run.stdout)
    expect(reports.map(({ participant }) => participant).toSorted()).toEqual(
      simulator.participants.toSorted(),
    )
    expect(run.stderr).toBe('sms: Synced 5 conversations into sms.db: 300 added, 0 updated, 0 vanished.\n')
  })

  test('with --all, says what to use instead if the provider lists no conversations', async () => {
    const cwd = temporaryFolder()
    expect(await sms(['sync', 'ip1', '--all', '--simulate', ...ARCHIVE], { cwd })).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'sms: --all: ip1 cannot list conversations. Name a participant, or a list of them by --participants FILE.\n',
    })
    expect(readdirSync(cwd)).toEqual([])
  })

  test('makes no archive for a participant that the provider cannot read', async () => {
    const cwd = temporaryFolder()
    const { status, stderr } = await sms(['sync', 'ip1', '070-174 06 05', '--simulate', ...ARCHIVE], { cwd })
    expect(status).toBe(2)
    expect(stderr).toContain('add the country code')
    expect(readdirSync(cwd)).toEqual([])
  })

  test('with --participants, reports each that fails, syncs the others, and ends with exit code 8', async () => {
    const cwd = temporaryFolder()
    const list = `${PARTICIPANT}\nnobody@example.com\n46 70 174 06 18\n`
    const run = await sms(['sync', 'ip1', '--participants', '-', ...ARCHIVE], {
      cwd,
      env: accountOf(simulator, 'ip1'),
      input: list,
    })
    expect(run.status).toBe(8)
    expect(reportsIn(run.stdout)).toMatchObject([
      { participant: PARTICIPANT, added: 60, error: null },
      { participant: 'nobody@example.com', complete: false, error: { code: 'invalid_argument' } },
      { participant: '+46701740618', added: 60, error: null },
    ])
    expect(run.stderr).toBe(
      'sms: 1 of 3 conversations failed. The others were synced: 120 added, 0 updated, 0 vanished. To try again, run the same command again.\n',
    )
  })

  test('of many participants ends at once if the account is rejected', async () => {
    await using own = await startSimulator({ seed: 12, messages: 60 })
    const env = { ...accountOf(own, 'ip1'), IP1_API_KEY: 'another' }
    const { status, stdout, stderr } = await sms(['sync', 'ip1', '--participants', '-', ...ARCHIVE], {
      cwd: temporaryFolder(),
      env,
      input: own.participants.join('\n'),
    })
    expect({ status, stdout, requests: own.requests }).toEqual({ status: 3, stdout: '', requests: 1 })
    expect(stderr).toMatch(/^sms: ip1 rejected the credentials[^\n]*\n$/)
  })

  test('with --all, ends at once if the account has to wait', async () => {
    await using own = await startSimulator({
      seed: 12,
      messages: 60,
      retryAfter: 120,
      beforeAnswer: ({ path }) => (path.endsWith('/messages/list') ? 'rate-limited' : null),
    })
    const { status, stdout, stderr } = await sms(['sync', 'conversations-rcs', '--all', ...ARCHIVE], {
      cwd: temporaryFolder(),
      env: accountOf(own, 'conversations-rcs'),
    })
    expect(status).toBe(5)
    expect(reportsIn(stdout)).toMatchObject([{ complete: false, error: { code: 'rate_limited' } }])
    expect(stderr).toMatch(/^sms: [^\n]* Try again in \d+ s\.\n$/)
  })

  test('of many participants ends at once if an option is not usable', async () => {
    const args = ['sync', 'smstools', '--participants', '-', '--page-size', '5000', '--simulate', ...ARCHIVE]
    const { status, stdout, stderr } = await sms(args, {
      cwd: temporaryFolder(),
      input: simulator.participants.join('\n'),
    })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^sms: --page-size must be [^\n]*\n$/)
  })

  test('of a conversation whose list contradicts itself is not a success, and stores what was read', async () => {
    const cwd = temporaryFolder()
    installAcme(cwd)
    const args = ['sync', 'acme', 'pagination', ...ARCHIVE]
    const run = await sms([...args, '--format', 'transcript'], { cwd, env: { ACME_TOKEN: 'token-1' } })
    expect(run).toEqual({
      status: 7,
      stdout: 'pagination: 0 added, 0 updated, 0 vanished. Not complete.\n',
      stderr: 'sms: Acme says no. Try again later, when fewer messages arrive.\n',
    })
    const listed = await sms(['sync', 'acme', '--participants', '-', '--since', '7d', ...ARCHIVE], {
      cwd,
      env: { ACME_TOKEN: 'token-1' },
      input: 'pagination\nnot_found\n',
    })
    expect(listed.status).toBe(8)
    expect(reportsIn(listed.stdout)).toMatchObject([
      { error: { code: 'pagination' } },
      { error: { code: 'not_found' } },
    ])
    expect(listed.stderr).toBe(
      'sms: 2 of 2 conversations failed. To try again, run the same command again.\n',
    )
  })

  test('says how to resume if the provider fails after some pages', async () => {
    const cwd = temporaryFolder()
    await using own = await startSimulator({
      seed: 12,
      messages: 60,
      beforeAnswer: ({ number }) => (number > 2 ? 'redirect' : null),
    })
    const args = ['sync', 'ip1', PARTICIPANT, '--page-size', '10', '--concurrency', '1', ...ARCHIVE]
    const run = await sms(args, { cwd, env: accountOf(own, 'ip1') })
    expect(run).toMatchObject({ status: 7, stdout: '' })
    expect(run.stderr).toMatch(
      /^sms: [^\n]*redirect[^\n]* What was read is stored\. To resume, run the same command again\.\n$/,
    )
    expect(await textsIn(cwd)).not.toHaveLength(0)
    const again = await sms(args, { cwd, env: accountOf(simulator, 'ip1') })
    expect(reportsIn(again.stdout)).toMatchObject([{ complete: true }])
    expect(await textsIn(cwd)).toHaveLength(60)
  })

  test('says so if no messages were found', async () => {
    const { status, stderr } = await sms(['sync', 'ip1', '+46701740699', '--simulate', ...ARCHIVE], {
      cwd: temporaryFolder(),
    })
    expect(status).toBe(0)
    expect(stderr).toMatch(/^sms: No messages were found\. Check that the number is complete/)
  })

  test('with --simulate, never writes the archive of SMS_ARCHIVE', async () => {
    const cwd = temporaryFolder()
    const { status, stdout, stderr } = await sms(['sync', 'ip1', '--simulate', '--format', 'transcript'], {
      cwd,
      env: { SMS_ARCHIVE: 'real.db' },
    })
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: '+46701740605: 114 added, 0 updated, 0 vanished. Complete.\n',
    })
    expect(stderr).toContain('The archive is in memory, and gone when the command ends.')
    expect(readdirSync(cwd)).toEqual([])
  })

  test('shows progress on a terminal, and removes it in the end', async () => {
    await using slow = await startSimulator({ seed: 12, messages: 60, latency: 40 })
    const { status, stdout } = await terminal(
      `sms sync smstools ${PARTICIPANT} --page-size 5 --concurrency 1 --archive sms.db`,
      80,
      { cwd: temporaryFolder(), env: { TERM: 'xterm', ...accountOf(slow, 'smstools') } },
    )
    expect(status).toBe(0)
    expect(stdout).toMatch(/\d+ of 60 messages stored · \d+ pages/)
    const shown = stdout.split('\r\n').map((line) => line.split('\u001b[2K').at(-1))
    expect(shown.join('\n')).toBe('+46701740605: 60 added, 0 updated, 0 vanished. Complete.\n')
  })
})

describe('exit code 2, with what to do next, is the result of', () => {
  test.each([
    [['sync', 'ip1', PARTICIPANT], 'Name the archive by --archive FILE, or set SMS_ARCHIVE.'],
    [['sync', 'ip1', ...ARCHIVE], 'Name a participant'],
    [['sync', 'ip1', PARTICIPANT, '--all', ...ARCHIVE], 'only one of them'],
    [['sync', 'ip1', '--participants', 'list', '--all', ...ARCHIVE], 'only one of them'],
    [['sync', 'archive', PARTICIPANT, ...ARCHIVE], 'This command reads a provider.'],
    [['sync', 'ip1', PARTICIPANT, '--refresh-days', '-1', ...ARCHIVE], 'less than 0'],
    [['sync', 'ip1', PARTICIPANT, '--refresh-days', '99999', ...ARCHIVE], '--refresh-days is not usable'],
    [['sync', 'ip1', PARTICIPANT, '--account', '', ...ARCHIVE], '--account is not usable'],
    [['sync', 'ip1', PARTICIPANT, '--since', 'soon', ...ARCHIVE], '--since takes an ISO date'],
    [
      ['sync', 'ip1', '--participants', 'list', '--archive', 'list'],
      '--archive: this is also the file of --participants. Name another file.',
    ],
    [
      ['sync', 'ip1', PARTICIPANT, '--credentials-file', 'empty', '--archive', 'empty'],
      '--archive: this is also the file of --credentials-file. Name another file.',
    ],
    [['sync', 'ip1', PARTICIPANT, '--archive', 'list'], 'is not an archive of @sms/archive'],
  ])('sms %j', async (args, message) => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'list'), `${PARTICIPANT}\n`)
    writeFileSync(join(cwd, 'empty'), '')
    const { status, stdout, stderr } = await sms(args, { cwd, env: accountOf(simulator, 'ip1') })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/^sms: [^\n]*\n$/)
    expect(statSync(join(cwd, 'empty')).size).toBe(0)
  })
})
