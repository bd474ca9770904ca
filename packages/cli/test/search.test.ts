import { mkdtempDisposableSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { sms } from './run-in-process.ts'
import { terminal } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PARTICIPANT = '+46701740605'
const OTHER = '+46701740618'
const DAY = 86_400_000
const START = Date.UTC(2025, 5, 1)

const folder = mkdtempDisposableSync(join(tmpdir(), 'sms-search-'))
const cwd = folder.path
afterAll(() => folder.remove())

let simulator: Simulator
const env = { SMS_ARCHIVE: 'sms.db' }

/** An archive of two providers. Their messages have 40 invoices between them, one a day. */
beforeAll(async () => {
  simulator = await startSimulator({ seed: 12, messages: 60 })
  for (let at = 0; at < 40; at += 1) {
    const direction = at % 4 < 2 ? 'inbound' : 'outbound'
    simulator
      .conversation(at % 2 === 0 ? PARTICIPANT : OTHER)
      .add({ text: `Invoice ${at} for Überweisung`, direction, time: new Date(START + at * DAY) })
  }
  await sms(['sync', 'ip1', PARTICIPANT], { cwd, env: { ...env, ...accountOf(simulator, 'ip1') } })
  await sms(['sync', 'smstools', OTHER, '--account', 'shop'], {
    cwd,
    env: { ...env, ...accountOf(simulator, 'smstools') },
  })
})
afterAll(() => simulator.close())

const search = (...args: readonly string[]): ReturnType<typeof sms> => sms(['search', ...args], { cwd, env })

interface Line {
  readonly text: string
  readonly participant: string
  readonly provider: string
  readonly direction: string
  readonly account: string
}

async function linesOf(...args: readonly string[]): Promise<readonly Line[]> {
  const { status, stdout } = await search(...args)
  expect(status).toBe(0)
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

const numbers = (lines: readonly Line[]): readonly number[] =>
  lines.map(({ text }) => Number(/\d+/.exec(text)?.[0]))

const DOWN = Array.from({ length: 40 }, (_, at) => 39 - at)

describe('sms search', () => {
  test('prints the messages that contain all words, of every conversation, the newest first', async () => {
    const lines = await linesOf('uberweisung', 'invoi')
    expect(numbers(lines)).toEqual(DOWN)
    expect(lines[0]).toMatchObject({
      participant: OTHER,
      provider: 'smstools',
      account: 'shop',
      vanishedAt: null,
    })
    expect(lines[1]).toMatchObject({ participant: PARTICIPANT, provider: 'ip1', account: 'default' })
    expect(lines[0]).not.toHaveProperty('raw')
    expect(numbers(await linesOf('uberweisung invoi'))).toEqual(DOWN)
    expect(numbers(await linesOf('"invoice 7"'))).toEqual([7])
    expect(numbers(await linesOf('"for invoice"'))).toEqual([])
    const [found] = await linesOf('invoice', '--raw', '--limit', '1')
    expect(found).toHaveProperty('raw')
  })

  test('selects by participant, provider, account, direction and time, in either order', async () => {
    const even = DOWN.filter((at) => at % 2 === 0)
    expect(numbers(await linesOf('invoice', '--participant', '0046 70 174 06 05'))).toEqual(even)
    expect(numbers(await linesOf('invoice', '--participant', PARTICIPANT, '--participant', OTHER))).toEqual(
      DOWN,
    )
    expect(numbers(await linesOf('invoice', '--provider', 'ip1'))).toEqual(even)
    expect(numbers(await linesOf('invoice', '--account', 'shop'))).toHaveLength(20)
    expect(numbers(await linesOf('invoice', '--direction', 'inbound'))).toEqual(
      DOWN.filter((at) => at % 4 < 2),
    )
    expect(numbers(await linesOf('invoice', '--since', '2025-06-03', '--until', '2025-06-05'))).toEqual([
      4, 3, 2,
    ])
    expect(numbers(await linesOf('invoice', '--order', 'oldest-first', '--limit', '3'))).toEqual([0, 1, 2])
  })

  test('shows the newest 20 on a terminal, with both sides, and says that there are more', async () => {
    const { status, stdout } = await terminal('sms search invoice --archive sms.db', 80, {
      cwd,
      env: { TERM: 'dumb', NO_COLOR: '1' },
    })
    expect(status).toBe(0)
    expect(stdout).toContain(`00:00 · ${OTHER} → `)
    expect(stdout).toContain(` → ${PARTICIPANT} · sms · `)
    expect(stdout.match(/│ Invoice \d+/g)).toEqual(
      Array.from({ length: 20 }, (_, at) => `│ Invoice ${at + 20}`),
    )
    expect(stdout).toMatch(/\n20 messages\. All times are UTC\.\r\n/)
    expect(stdout).toContain('sms: Only the newest 20 are shown. To see more, add --limit NUMBER.')
  })

  test.each([
    ['invoice', '--limit', '20'],
    ['invoice', '--limit', '50'],
    ['invoice', '--participant', OTHER],
  ])('does not say so if the user chose the limit, or there are no more: %s %s %s', async (...args) => {
    const { status, stdout, stderr } = await search(...args, '--format', 'transcript')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout.match(/│ Invoice/g)?.length).toBe(args.includes('50') ? 40 : 20)
  })

  test('writes all into a file, as CSV with the participant, or as a transcript', async () => {
    const csv = await search('invoice', '--output', 'found.csv', '--bom')
    expect(csv).toEqual({ status: 0, stdout: '', stderr: 'sms: Wrote 40 messages to found.csv.\n' })
    const [headings, first, ...rows] = readFileSync(join(cwd, 'found.csv'), 'utf8').trimEnd().split('\n')
    expect(headings).toMatch(/^\uFEFFparticipant,provider,id,[\w,]*,account,firstSeenAt,vanishedAt$/)
    expect(first).toMatch(/^\+46701740618,smstools,/)
    expect(rows).toHaveLength(39)
    const text = await search('invoice', '--output', 'found.txt')
    expect(text.stderr).toBe('sms: Wrote 40 messages to found.txt.\n')
    expect(readFileSync(join(cwd, 'found.txt'), 'utf8')).toContain('40 messages. All times are UTC.')
  })

  test('says what to check if nothing is found', async () => {
    expect(await search('invoice', 'nothing')).toEqual({
      status: 0,
      stdout: '',
      stderr:
        'sms: No messages were found. Check the words, of which a message must contain all, and that no option excludes it.\n',
    })
  })

  test('says how many of the conversations that were searched are not complete', async () => {
    const here = { cwd: temporaryFolder(), env: { ...env, ...accountOf(simulator, 'ip1') } }
    await sms(['sync', 'ip1', PARTICIPANT], here)
    await sms(['sync', 'ip1', OTHER, '--since', '2025-06-20'], here)
    const all = await sms(['search', 'invoice'], here)
    expect(all.stdout.match(/"text":"Invoice/g)?.length).toBeGreaterThan(20)
    expect(all.stderr).toBe(
      'sms: The archive does not contain the whole of 1 of the 2 conversations searched. Run `sms sync` again to read what is missing.\n',
    )
    const part = await sms(['search', 'invoice', '--participant', '0046 70 174 06 05'], here)
    expect(part.stderr).toBe('')
    const other = await sms(['search', 'invoice', '--participant', OTHER], here)
    expect(other.stderr).toContain('the whole of 1 of the 1 conversation searched')
  })

  test('reads the conversations of the simulator with --simulate', async () => {
    const { status, stdout } = await sms(['search', 'appointment', '--simulate'], { cwd })
    expect(status).toBe(0)
    expect(stdout).toContain('"provider":"ip1"')
  })

  test.each([
    [['?!'], '`text` is not usable: expected a word to search for'],
    [[], "missing required argument 'text'"],
    [['invoice', '--limit', '0'], '--limit: the value is less than 1'],
    [['invoice', '--since', '1d', '--until', '2d'], '--since is not usable'],
    [['invoice', '--output', 'sms.db', '--format', 'csv'], '--output: this is also the file of --archive.'],
    [['invoice', '--raw', '--format', 'csv'], '--raw goes with --format jsonl only.'],
    [['invoice', '--archive', 'none.db'], 'The archive none.db does not exist.'],
  ])('exit code 2 is the result of sms search %j', async (args, message) => {
    const { status, stdout, stderr } = await search(...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/^sms: [^\n]*\n$/)
  })
})
