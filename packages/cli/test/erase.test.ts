import { join } from 'node:path'
import { openArchive } from '@sms/archive'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { textsIn } from './archive-of.ts'
import { sms } from './run-in-process.ts'
import { ended, type Run, shell, startShell } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PARTICIPANT = '+46701740605'
const OTHER = '+46701740618'

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ seed: 12, messages: 60 })
  simulator.conversation(OTHER).add({ text: 'Ask 070-174 06 05 about it' })
})
afterAll(() => simulator.close())

let cwd: string
/** An archive with two conversations of ip1, and one of smstools in the account shop. */
beforeEach(async () => {
  cwd = temporaryFolder()
  for (const [provider, participant, ...words] of [
    ['ip1', PARTICIPANT],
    ['ip1', OTHER],
    ['smstools', PARTICIPANT, '--account', 'shop'],
  ] as const)
    await sync(provider, participant, ...words)
})

const env = { SMS_ARCHIVE: 'sms.db' }

function sync(provider: 'ip1' | 'smstools', ...words: readonly string[]): Promise<Run> {
  return sms(['sync', provider, ...words], { cwd, env: { ...env, ...accountOf(simulator, provider) } })
}

/** Runs a command on a terminal on which someone types. */
function onTerminal(command: string, typed: string): Promise<Run> {
  return shell(
    `export SHELL=$BASH; printf '${typed}' | script --quiet --return --command '${command}' /dev/null`,
    { cwd, env: { ...env, TERM: 'dumb', NO_COLOR: '1' } },
  )
}

async function participantsIn(): Promise<readonly string[]> {
  await using archive = await openArchive(join(cwd, 'sms.db'))
  return (await archive.conversations().toArray()).map(({ participant }) => participant)
}

async function timesIn(): Promise<readonly number[]> {
  await using archive = await openArchive(join(cwd, 'sms.db'))
  return (await archive.messages().toArray()).map(({ timestamp }) => timestamp?.getTime() ?? 0)
}

describe('sms erase', () => {
  test('erases a person in any spelling, of every provider and account, and reports what stays', async () => {
    const { status, stdout, stderr } = await sms(['erase', '0046 70 174 06 05', '--yes'], { cwd, env })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({
      participant: '0046 70 174 06 05',
      messages: 120,
      conversations: 2,
      mentions: 1,
    })
    expect(await participantsIn()).toEqual([OTHER])
    expect(await textsIn(cwd)).toHaveLength(61)
    const again = await sms(['erase', PARTICIPANT, '--yes', '--format', 'transcript'], { cwd, env })
    expect(again.stdout).toBe(
      '+46701740605: 0 messages and 0 conversations erased. 1 message of others mentions the person, and stays.\n',
    )
  })

  test('makes later syncs leave the person out, unless --restore-erased or --no-remember is given', async () => {
    await sms(['erase', PARTICIPANT, '--yes'], { cwd, env })
    const refused = await sync('ip1', PARTICIPANT)
    expect(refused).toMatchObject({ status: 2, stdout: '' })
    expect(refused.stderr).toMatch(/^sms: This participant was erased [^\n]* --restore-erased [^\n]*\n$/)
    expect((await sync('ip1', PARTICIPANT, '--restore-erased')).status).toBe(0)
    expect(await textsIn(cwd)).toHaveLength(121)
    await sms(['erase', PARTICIPANT, '--yes', '--no-remember'], { cwd, env })
    expect((await sync('ip1', PARTICIPANT)).status).toBe(0)
    expect(await textsIn(cwd)).toHaveLength(121)
  })

  test('an erased participant of a list fails, and the others are synced', async () => {
    await sms(['erase', PARTICIPANT, '--yes'], { cwd, env })
    const { status, stdout } = await sms(['sync', 'ip1', '--participants', '-', '--format', 'transcript'], {
      cwd,
      env: { ...env, ...accountOf(simulator, 'ip1') },
      input: `${PARTICIPANT}\n${OTHER}\n`,
    })
    expect(status).toBe(8)
    expect(stdout).toMatch(
      /^\+46701740605: [^\n]*This participant was erased [^\n]*\n\+46701740618: [^\n]*Complete\.\n$/,
    )
  })

  test('asks on a terminal, says what will be removed and what will stay, and erases after yes', async () => {
    const { status, stdout } = await onTerminal(`sms erase ${PARTICIPANT}`, 'yes\\n')
    expect(status).toBe(0)
    expect(stdout).toContain(
      'Removed: 2 conversations with 120 messages (ip1, smstools (shop)), and every other message from or to this person',
    )
    expect(stdout).toContain('Kept: messages of others that mention the person')
    expect(stdout).toContain('Later syncs store nothing of this person.')
    expect(stdout).toContain('+46701740605: 120 messages and 2 conversations erased.')
    expect(await participantsIn()).toEqual([OTHER])
  })

  test.each(['no\\n', 'y\\n', '\\n', ''])('removes nothing after the answer %j', async (typed) => {
    const { status, stdout } = await onTerminal(`sms erase ${PARTICIPANT} --no-remember`, typed)
    expect(status).toBe(2)
    expect(stdout).toContain('Later syncs may store this person again')
    expect(stdout).toMatch(/sms: Nothing was removed\.\r\n$/)
    expect(await participantsIn()).toHaveLength(3)
  })

  test('removes nothing if it is interrupted while it asks', async () => {
    const line = `export SHELL=$BASH; exec script --quiet --return --command 'sms erase ${PARTICIPANT}' /dev/null`
    const child = startShell(line, { cwd, env: { ...env, TERM: 'dumb' } })
    let shown = ''
    child.stdout?.on('data', (text) => {
      shown += String(text)
      if (shown.endsWith('to continue: ')) child.stdin?.end('\u0003')
    })
    const { status, stdout } = await ended(child)
    expect(stdout).toMatch(/sms: Interrupted\.\s*$/)
    expect(status).toBe(130)
    expect(await participantsIn()).toHaveLength(3)
  })

  test.each([
    [[PARTICIPANT], 'there is no terminal to ask on. Nothing was removed. To confirm it, add --yes.'],
    [['0701740605', '--yes'], 'add the country code'],
    [['', '--yes'], '`participant` is not usable'],
    [[PARTICIPANT, '--yes', '--archive', 'none.db'], 'The archive none.db does not exist.'],
    [['--yes'], "missing required argument 'participant'"],
  ])('exit code 2 is the result of sms erase %j', async (args, message) => {
    const { status, stdout, stderr } = await sms(['erase', ...args], { cwd, env, input: 'yes\n' })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/^sms: [^\n]*\n$/)
    expect(await participantsIn()).toHaveLength(3)
  })
})

describe('sms prune', () => {
  test('removes what is older, of all conversations, and later syncs store nothing older', async () => {
    const before = await timesIn()
    const limit = Date.UTC(2023, 2, 25)
    const newer = before.filter((time) => time >= limit)
    const { status, stdout, stderr } = await sms(['prune', '--before', '2023-03-25', '--yes'], { cwd, env })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({
      before: '2023-03-25T00:00:00.000Z',
      messages: before.length - newer.length,
    })
    expect(newer.length).toBeLessThan(before.length)
    expect(await timesIn()).toEqual(newer)
    expect((await sync('ip1', PARTICIPANT, '--full')).status).toBe(0)
    expect(await timesIn()).toEqual(newer)
  })

  test('asks on a terminal, with the number of messages, and prunes after yes', async () => {
    const all = await timesIn()
    const refused = await onTerminal('sms prune --before 2023-03-25', 'no\\n')
    expect(refused.status).toBe(2)
    expect(await timesIn()).toEqual(all)
    const { status, stdout } = await onTerminal('sms prune --before 2023-03-25', 'yes\\n')
    expect(status).toBe(0)
    const removed = all.length - (await timesIn()).length
    expect(stdout).toContain('This removes all messages from before 2023-03-25 00:00:00 UTC from sms.db')
    expect(stdout).toContain(`Removed: ${removed} messages of all providers`)
    expect(stdout).toContain('Kept: later messages, the conversations,')
    expect(stdout).toContain(`${removed} messages from before 2023-03-25 00:00:00 UTC removed.`)
  })

  test.each([
    [['--before', '2023-03-25'], 'there is no terminal to ask on. Nothing was removed.'],
    [['--yes'], "required option '--before <when>' not specified"],
    [['--before', 'monday', '--yes'], '--before takes an ISO date'],
  ])('exit code 2 is the result of sms prune %j', async (args, message) => {
    const before = await timesIn()
    const { status, stdout, stderr } = await sms(['prune', ...args], { cwd, env })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(await timesIn()).toEqual(before)
  })
})
