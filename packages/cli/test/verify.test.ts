import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { accountOf } from './account.ts'
import { sms } from './run-in-process.ts'
import type { Run } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PARTICIPANT = '+46701740605'
const HOUR = 3_600_000

let simulator: Simulator
let cwd: string
beforeEach(async () => {
  simulator = await startSimulator({ seed: 12, messages: 60 })
  cwd = temporaryFolder()
  return () => simulator.close()
})
afterEach(() => vi.useRealTimers())

function run(command: string, ...words: readonly string[]): Promise<Run> {
  const env = { ...accountOf(simulator, 'ip1'), SMS_ARCHIVE: 'sms.db' }
  return sms([command, 'ip1', PARTICIPANT, ...words], { cwd, env })
}

/** The lines of the messages in the archive. */
async function stored(...words: readonly string[]): Promise<Run> {
  return sms(['messages', 'archive', PARTICIPANT, ...words], { cwd, env: { SMS_ARCHIVE: 'sms.db' } })
}

async function keysOf(text: string): Promise<readonly string[]> {
  const lines = (await stored()).stdout.trimEnd().split('\n')
  const messages: { readonly text: string; readonly key: string }[] = lines.map((line) => JSON.parse(line))
  return messages.filter((message) => message.text === text).map(({ key }) => key)
}

describe('sms verify', () => {
  test('reports that the archive has what the provider lists', async () => {
    await run('sync')
    const { status, stdout, stderr } = await run('verify')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/)
    const report = JSON.parse(stdout)
    expect(report).toEqual({
      provider: 'ip1',
      account: 'default',
      participant: PARTICIPANT,
      checked: 60,
      missing: [],
      changed: [],
      vanished: [],
      digest: { archive: sha256, provider: report.digest.archive },
    })
    const text = await run('verify', '--format', 'transcript')
    expect(text.stdout).toBe(
      `+46701740605: 60 messages compared.\nNo message is missing, changed or vanished.\nSHA-256 of both: ${report.digest.archive}\n`,
    )
  })

  test('reports what differs, ends with exit code 9, and changes nothing', async () => {
    const conversation = simulator.conversation(PARTICIPANT)
    conversation.add({ text: 'gone' })
    const state = conversation.add({ direction: 'outbound', text: 'state', state: 'sent' })
    conversation.add({ text: 'last' })
    await run('sync')
    const [gone] = await keysOf('gone')
    const [changed] = await keysOf('state')
    const before = readFileSync(join(cwd, 'sms.db'))
    conversation.delete(60)
    conversation.setState(state.number, 'delivered')
    conversation.add({ text: 'new' })
    const { status, stdout, stderr } = await run('verify')
    expect(status).toBe(9)
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ checked: 63, changed: [changed], vanished: [gone] })
    expect(report.missing).toHaveLength(1)
    expect(stderr).toBe(
      'sms: The archive differs from the list of ip1: 1 message missing, 1 changed, 1 vanished. To store what is missing or changed, run `sms sync --full`.\n',
    )
    const text = await run('verify', '--format', 'transcript')
    expect(text.stdout).toContain(
      `\n1 missing: listed by the provider, not in the archive\n  ${report.missing[0]}\n1 changed: listed by the provider with another content\n  ${changed}\n1 vanished: in the archive, not listed by the provider any more\n  ${gone}\nSHA-256 of the archive:  `,
    )
    expect(readFileSync(join(cwd, 'sms.db')).equals(before)).toBe(true)
    await run('sync', '--full')
    expect(JSON.parse((await run('verify')).stdout)).toMatchObject({
      missing: [],
      changed: [],
      vanished: [gone],
    })
  })

  test('names ten messages, and says that there are more', async () => {
    await run('sync', '--since', '2023-04-01')
    const { status, stdout } = await run('verify', '--format', 'transcript')
    expect(status).toBe(9)
    expect(stdout.match(/^ {2}ip1:/gm)).toHaveLength(10)
    expect(stdout).toMatch(/\n {2}and \d+ more; --format jsonl names all\n/)
    const newer = await run('verify', '--since', '2023-04-01')
    expect(newer.status).toBe(0)
  })

  test('compares one account', async () => {
    await run('sync', '--account', 'shop')
    expect((await run('verify', '--account', 'shop')).status).toBe(0)
    expect((await run('verify')).status).toBe(9)
  })

  test.each([
    [['ip1', PARTICIPANT, '--archive', 'none.db'], 'The archive none.db does not exist.'],
    [['ip1', '0701740605', '--archive', 'sms.db'], 'add the country code'],
    [['ip1', PARTICIPANT, '--archive', 'sms.db', '--account', ''], '--account is not usable'],
    [['nobody', PARTICIPANT, '--archive', 'sms.db'], 'nobody'],
  ])('exit code 2 is the result of sms verify %j', async (args, message) => {
    await run('sync')
    const { status, stdout, stderr } = await sms(['verify', ...args], {
      cwd,
      env: accountOf(simulator, 'ip1'),
    })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(message)
  })
})

test('an export includes a message that has vanished, marks it, and says so', async () => {
  simulator.conversation(PARTICIPANT).add({ text: 'gone' })
  simulator.conversation(PARTICIPANT).add({ text: 'last' })
  await run('sync')
  simulator.conversation(PARTICIPANT).delete(60)
  await run('sync', '--full')
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * HOUR })
  expect(JSON.parse((await run('sync', '--full')).stdout)).toMatchObject({ vanished: 1 })
  const notice = 'sms: 1 message is marked as vanished: the provider does not list it any more.\n'
  const lines = await stored('--order', 'newest-first', '--limit', '2')
  expect(lines.stderr).toBe(notice)
  expect(lines.stdout.split('\n').map((line) => line.includes('"vanishedAt":null'))).toEqual([
    true,
    false,
    false,
  ])
  const chat = await stored('--format', 'transcript')
  expect(chat.stderr).toBe(notice)
  expect(chat.stdout).toMatch(/ · received · vanished\n│ gone\n[^\n]* · received\n│ last\n/)
  const found = await sms(['search', 'gone', '--archive', 'sms.db', '--format', 'transcript'], { cwd })
  expect(found.stdout).toMatch(/ · received · vanished\n│ gone\n/)
  expect(found.stderr).toBe(notice)
  expect((await stored('--until', '2023-03-20')).stderr).toBe('')
})

test('a participant of a list whose messages are nearly all gone fails, and the others are synced', async () => {
  const other = '+46701740618'
  const sync = (): Promise<Run> =>
    sms(['sync', 'ip1', '--participants', '-', '--full', '--format', 'transcript', '--archive', 'sms.db'], {
      cwd,
      env: accountOf(simulator, 'ip1'),
      input: `${PARTICIPANT}\n${other}\n`,
    })
  expect((await sync()).status).toBe(0)
  for (let count = 0; count < 40; count += 1) simulator.conversation(PARTICIPANT).delete(10)
  await sync()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * HOUR })
  const { status, stdout } = await sync()
  expect(status).toBe(8)
  expect(stdout).toMatch(/^\+46701740605: [^\n]*rejected: [^\n]*\n\+46701740618: [^\n]*Complete\.\n$/)
})
