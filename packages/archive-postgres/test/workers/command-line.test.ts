import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type * as Workers from '@sms/archive-postgres/workers'
import { testDatabase } from '@sms/postgres/test-database'
import { Pool } from 'pg'
import { afterAll, beforeAll, beforeEach, afterEach, expect, expectTypeOf, test } from 'vitest'
import type { WorkersPackage } from '../../../cli/src/archive/workers-package.ts'
import { type CommandRun, SmsCommand } from './sms-command.ts'

const PARTICIPANT = '+46701740605'

const database = testDatabase()
let schemas = 0
let command: SmsCommand
let pool: Pool

beforeAll(() => {
  pool = new Pool({ connectionString: database.url, max: 1 })
})
afterAll(() => pool.end())
beforeEach(() => {
  schemas += 1
  command = new SmsCommand(`${database.url}?schema=cli_${schemas}`)
})
afterEach(() => command[Symbol.dispose]())

function sms(...words: readonly string[]): Promise<CommandRun> {
  return command.run(...words)
}

/** Runs a worker until it has reported something, and stops it. Returns all that it has reported. */
async function work(
  words: readonly string[],
  isEnough: (event: Record<string, unknown>) => boolean,
): Promise<readonly Record<string, unknown>[]> {
  const child = command.start(['worker', ...words])
  const ended = once(child, 'exit')
  const events: Record<string, unknown>[] = []
  let isStopped = false
  if (child.stdout === null) throw new Error('The output is piped.')
  for await (const line of createInterface({ input: child.stdout })) {
    const event: Record<string, unknown> = JSON.parse(line)
    events.push(event)
    // A second signal would end it at once.
    if (!isStopped && isEnough(event)) isStopped = child.kill('SIGTERM')
  }
  expect(await ended).toEqual([0, null])
  return events
}

const isEnded = ({ event }: Record<string, unknown>): boolean => event === 'job ended'

test('the command line uses of the workers what they export', () => {
  expectTypeOf<typeof Workers>().toExtend<WorkersPackage>()
})

test('the first commands of the documentation work in their order', async () => {
  const [, block = ''] =
    /```sh\n([^`]+)```/.exec(readFileSync(new URL('../../WORKERS.md', import.meta.url), 'utf8')) ?? []
  const lines = block.split('\n').filter((line) => line.startsWith('sms '))
  const commands = lines.map((line) => line.split(' ').slice(1))
  command.write('customers.txt', `${PARTICIPANT}\n`)
  for (const words of commands.slice(0, -1))
    expect(await sms(...words)).toMatchObject({ status: 0, stderr: '' })

  const events = await work([...(commands.at(-1) ?? []).slice(1), '--simulate'], isEnded)

  expect(events.find(isEnded)).toMatchObject({ outcome: 'synced' })
})

test('conversations that are queued are synced by a worker, and the queue says so', async () => {
  expect(await sms('sync', 'conversations-rcs', '--all', '--queue', '--simulate')).toMatchObject({
    status: 0,
    lines: [{ queued: 5 }],
  })
  expect(await sms('queue', '--health')).toMatchObject({
    status: 10,
    lines: [{ kind: 'account', provider: 'conversations-rcs', account: 'default', conversations: 5, due: 5 }],
    stderr: expect.stringContaining('5 conversations due, and no worker is there.'),
  })
  let synced = 0
  const events = await work(['conversations-rcs', '--simulate'], ({ outcome }) => {
    if (outcome === 'synced') synced += 1
    return synced === 5
  })
  expect(events[0]).toMatchObject({ event: 'started', time: expect.any(String) })
  expect(events.at(-1)).toMatchObject({ event: 'stopped' })
  expect(JSON.stringify(events)).not.toContain(PARTICIPANT.slice(-6))
  const { status, lines } = await sms('queue', '--health')
  expect({ status, lines }).toMatchObject({ status: 0, lines: [{ kind: 'account', due: 0, failed: 0 }] })
  const { lines: messages } = await sms('messages', 'archive', PARTICIPANT)
  // Octopush lists no e-mail.
  expect(messages).toHaveLength(114)
})

test('a long list is queued from a file, with progress on a terminal', async () => {
  const numbers = Array.from({ length: 1500 }, (_, index) => `+467017${10_000 + index}`)
  // The same one, as other people write it.
  command.write('customers.txt', ['# customers', ...numbers, '0046 70 171 00 00', ''].join('\r\n'))
  const shown = await command.show('sync', 'ip1', '--participants', 'customers.txt', '--queue')

  expect(shown).toContain('1000 conversations queued')
  expect(shown.split('\u001b[2K').at(-1)).toBe('1500 conversations queued.\r\n')
  expect((await sms('queue')).lines).toMatchObject([{ conversations: 1500, due: 1500 }])
})

test('a list with a mistake is not queued at all', async () => {
  const numbers = Array.from({ length: 1500 }, (_, index) => `+467017${10_000 + index}`)
  command.write('customers.txt', [...numbers, '+46701740605;Ann'].join('\n'))

  const { status, stderr } = await sms('sync', 'ip1', '--participants', 'customers.txt', '--queue')

  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: expect.stringContaining('customers.txt, line 1501'),
  })
  expect((await sms('queue')).lines).toEqual([])
})

test('a conversation that has failed is shown with its reason, and is tried again', async () => {
  // A sender name, which only some providers accept.
  await sms('sync', 'smstools', 'not a number', '--queue')
  const events = await work(['smstools', '--simulate'], ({ outcome }) => outcome === 'failed')
  const failed = events.find(({ event }) => event === 'job ended')
  expect(failed).toMatchObject({ code: 'invalid_argument' })
  const { status, lines } = await sms('queue', '--health')
  expect({ status, lines }).toMatchObject({
    status: 10,
    lines: [
      { kind: 'account', provider: 'smstools', failed: 1 },
      { kind: 'failed', provider: 'smstools', code: 'invalid_argument', message: expect.any(String) },
    ],
  })
  const { text } = await sms('queue', '--format', 'transcript')
  expect(text).toContain('conversation 1 of smstools (default) failed for good: invalid_argument.')
  expect(text).toContain('It contains `n`, which no phone number contains.')
  expect(await sms('queue', 'retry', '--provider', 'ip1')).toMatchObject({ lines: [{ retried: 0 }] })
  expect(await sms('queue', 'retry', '--code', 'invalid_argument')).toMatchObject({ lines: [{ retried: 1 }] })
  expect((await sms('queue')).lines).toMatchObject([{ kind: 'account', due: 1, failed: 0 }])
})

test('a worker leaves the conversations of other accounts to other workers', async () => {
  await sms('sync', 'conversations-rcs', PARTICIPANT, '--account', 'shop', '--queue')
  await sms('sync', 'conversations-rcs', PARTICIPANT, '--queue')
  const events = await work(['conversations-rcs', '--simulate'], ({ outcome }) => outcome === 'synced')
  expect(events.filter(({ account }) => account === 'shop')).toEqual([])
  const others = ['conversations-rcs', '--simulate', '--account', 'shop']
  await work(others, ({ outcome, account }) => outcome === 'synced' && account === 'shop')
  expect((await sms('queue')).lines).toMatchObject([
    { account: 'shop', due: 0 },
    { account: 'default', due: 0 },
  ])
})

test('looking at a queue that is not there makes none', async () => {
  const { status, stderr } = await sms('queue')
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('There is no archive') })
  const { rows } = await pool.query('SELECT nspname FROM pg_namespace WHERE nspname LIKE $1', [
    `cli_${schemas}%`,
  ])
  expect(rows).toEqual([])
})

test('a worker whose output no one reads hands its conversations back and ends', async () => {
  await sms('sync', 'conversations-rcs', '--all', '--queue', '--simulate')
  const child = command.start(['worker', 'conversations-rcs', '--simulate'])
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdout?.once('data', () => child.stdout?.destroy())

  await once(child, 'exit')

  expect(stderr).toBe('')
  expect((await sms('queue')).lines).toMatchObject([{ running: 0 }])
})

test('the limits of an account are set, and so is the schedule of a conversation', async () => {
  await sms('sync', 'ip1', PARTICIPANT, '--account', 'shop', '--queue', '--every', '6h', '--urgent')
  const limit = await sms(
    'queue',
    'limit',
    'ip1',
    '--account',
    'shop',
    '--per-second',
    '0.5',
    '--in-flight',
    '8',
  )
  expect(limit.status).toBe(0)
  expect((await sms('queue')).lines).toMatchObject([{ account: 'shop', perSecond: 0.5, inFlight: 8, due: 1 }])
  const { rows } = await pool.query(`SELECT every FROM cli_${schemas}_workers.conversation`)
  expect(rows).toEqual([{ every: 21_600 }])
})

test('an account that is held is released', async () => {
  await sms('sync', 'ip1', PARTICIPANT, '--account', 'shop', '--queue')
  await pool.query(
    `UPDATE cli_${schemas}_workers.account SET held_until = '2999-01-31 12:30:07Z', held_because = 'authentication'`,
  )
  const { text } = await sms('queue', '--format', 'transcript')
  expect(text).toContain('\nip1 (shop) is held until 2999-01-31 12:30:07 UTC: authentication.\n')

  const released = await sms('queue', 'release', 'ip1', '--account', 'shop', '--format', 'transcript')

  expect(released).toMatchObject({
    status: 0,
    text: 'ip1 (shop) is not held any more. Workers continue with it.\n',
  })
  expect((await sms('queue')).lines).toMatchObject([{ heldUntil: null, heldBecause: null }])
  expect(await sms('queue', 'release', 'ip1', '--account', 'shop')).toMatchObject({
    lines: [{ released: false }],
  })
  const { status, stderr } = await sms('queue', 'release', 'ip1')
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: expect.stringContaining('--account is not usable: expected an account'),
  })
})

test.each([
  [['sync', 'ip1', PARTICIPANT, '--queue', '--full'], '--full does not go with --queue'],
  [['sync', 'ip1', PARTICIPANT, '--every', '15m'], '--every goes with --queue'],
  [['sync', 'ip1', PARTICIPANT, '--queue', '--every', 'often'], 'such as 15m, 6h or 2d'],
  [['sync', 'ip1', '--queue'], 'Name a participant'],
  [['sync', 'nobody', PARTICIPANT, '--queue'], 'nobody'],
  [['sync', 'ip1', PARTICIPANT, '--queue', '--archive', 'sms.db'], 'Workers need an archive in PostgreSQL'],
  [['worker', 'ip1', '--archive', 'sms.db'], 'Workers need an archive in PostgreSQL'],
  [['worker', 'ip1'], 'IP1_API_KEY'],
  [['worker', 'ip1', '--account', 'a', '--account', 'b'], 'a worker reads one account of a provider'],
  [['queue', 'limit', 'ip1', '--per-second', '0.05'], 'expected a number, 0.1 or more'],
  [['queue', 'limit', 'nobody', '--per-second', '5'], 'nobody'],
  [['queue', 'limit', 'ip1'], 'Set --per-second, --in-flight or both.'],
  [['queue', 'release'], "missing required argument 'provider'"],
  [['queue', 'release', 'nobody'], 'No provider nobody is installed'],
])('sms %s explains what is wrong', async (words, expected) => {
  const { status, stderr } = await sms(...words)
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(expected) })
})
