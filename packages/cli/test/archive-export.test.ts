import { mkdirSync, readFileSync, readdirSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { sms } from './run-in-process.ts'
import { ended, smsProcess, startSms, terminal } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PARTICIPANT = '+46701740605'
const OTHER = '+46701740618'
const MESSAGES = ['messages', 'archive']

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ seed: 12, messages: 60 })
})
afterAll(() => simulator.close())

let cwd: string
/** An archive with two conversations of ip1, and the newest messages of one of smstools, in the account shop. */
beforeEach(async () => {
  cwd = temporaryFolder()
  const syncs = [
    ['ip1', PARTICIPANT],
    ['ip1', OTHER],
    ['smstools', PARTICIPANT, '--account', 'shop', '--since', '2023-03-25'],
  ] as const
  for (const [provider, ...words] of syncs) {
    const env = accountOf(simulator, provider)
    await sms(['sync', provider, ...words, '--archive', 'sms.db'], { cwd, env })
  }
})

const env = { SMS_ARCHIVE: 'sms.db' }
const INCOMPLETE =
  'sms: The archive does not contain the whole conversation. Run `sms sync` again to read what is missing.\n'

interface Line {
  readonly id: string
  readonly provider: string
  readonly account: string
  readonly participant: string
  readonly direction: string
  readonly text: string
  readonly timestamp: string
  readonly raw?: unknown
}

function linesIn(text: string): readonly Line[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

function textsOf(participant: string): readonly string[] {
  const conversation = simulator.conversation(participant)
  return Array.from({ length: conversation.length }, (_, index) => conversation.at(index).text)
}

describe('sms messages archive', () => {
  test('prints what is stored, with the fields of the archive, in the order of time', async () => {
    const { status, stdout, stderr } = await sms([...MESSAGES, OTHER], { cwd, env })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const lines = linesIn(stdout)
    expect(lines.map(({ text }) => text)).toEqual(textsOf(OTHER))
    expect(lines[0]).toMatchObject({
      provider: 'ip1',
      account: 'default',
      participant: OTHER,
      firstSeenAt: expect.any(String),
      statuses: [{ status: expect.any(String), seenAt: expect.any(String) }],
      vanishedAt: null,
    })
    expect(lines[0]).not.toHaveProperty('raw')
    const raw = await sms([...MESSAGES, OTHER, '--raw', '--limit', '1'], { cwd, env })
    expect(linesIn(raw.stdout)[0]?.raw).toBeTypeOf('object')
  })

  test('merges providers and accounts, or selects one of them, and says what is not complete', async () => {
    const all = await sms([...MESSAGES, PARTICIPANT], { cwd, env })
    expect(all).toMatchObject({ status: 0, stderr: INCOMPLETE })
    const lines = linesIn(all.stdout)
    expect(lines.map(({ timestamp }) => timestamp)).toEqual(
      lines.map(({ timestamp }) => timestamp).toSorted(),
    )
    const shop = await sms([...MESSAGES, PARTICIPANT, '--account', 'shop'], { cwd, env })
    expect(shop.stderr).toBe(INCOMPLETE)
    expect(new Set(linesIn(shop.stdout).map(({ provider }) => provider))).toEqual(new Set(['smstools']))
    const ip1 = await sms([...MESSAGES, PARTICIPANT, '--provider', 'ip1'], { cwd, env })
    expect(ip1.stderr).toBe('')
    expect(linesIn(ip1.stdout)).toHaveLength(60)
    expect(lines).toHaveLength(60 + linesIn(shop.stdout).length)
  })

  test('selects by direction, time, order and limit', async () => {
    const options = [
      '--direction',
      'inbound',
      '--order',
      'newest-first',
      '--since',
      '2023-03-20',
      '--limit',
      '5',
    ]
    const { stdout } = await sms([...MESSAGES, OTHER, ...options, '--page-size', '2'], { cwd, env })
    const lines = linesIn(stdout)
    expect(lines).toHaveLength(5)
    expect(new Set(lines.map(({ direction }) => direction))).toEqual(new Set(['inbound']))
    const times = lines.map(({ timestamp }) => timestamp)
    expect(times).toEqual(times.toSorted().toReversed())
    const until = await sms([...MESSAGES, OTHER, '--until', times[4] ?? ''], { cwd, env })
    expect(linesIn(until.stdout).at(-1)?.timestamp).toBe(times[4])
  })

  test('writes CSV with columns of the archive, and a transcript', async () => {
    const csv = await sms([...MESSAGES, OTHER, '--output', 'anna.csv', '--bom'], { cwd, env })
    expect(csv.stderr).toBe('sms: Wrote 60 messages to anna.csv.\n')
    const [headings, ...rows] = readFileSync(join(cwd, 'anna.csv'), 'utf8').trimEnd().split('\n')
    expect(headings).toMatch(/^\uFEFFprovider,id,[\w,]*,currency,account,firstSeenAt,vanishedAt$/)
    expect(rows.filter((row) => /,default,\d{4}-\d\d-\d\dT[\d:.]+Z,$/.test(row))).toHaveLength(60)
    const chat = await sms([...MESSAGES, OTHER, '--format', 'transcript'], { cwd, env })
    expect(chat.stdout).toContain('\n60 messages. All times are UTC.\n')
    expect(chat.stdout).toContain('─ 2023-03-')
  })

  test('reads many participants into one file or a folder, and names those that are not complete', async () => {
    writeFileSync(join(cwd, 'list'), `${PARTICIPANT}\n${OTHER}\n`)
    const one = await sms([...MESSAGES, '--participants', 'list'], { cwd, env })
    expect(one.stderr).toBe(
      'sms: The archive does not contain the whole conversations of 1 of 2 participants (list, line 1). Run `sms sync` again to read what is missing.\n',
    )
    expect(new Set(linesIn(one.stdout).map(({ participant }) => participant))).toEqual(
      new Set([PARTICIPANT, OTHER]),
    )
    const options = ['--participants', 'list', '--output-dir', 'all', '--format', 'csv']
    expect((await sms([...MESSAGES, ...options], { cwd, env })).status).toBe(0)
    expect(readdirSync(join(cwd, 'all')).toSorted()).toEqual([`${PARTICIPANT}.csv`, `${OTHER}.csv`])
  })

  test('names the participant of the list, even if a message was first found with another one', async () => {
    const [first] = linesIn((await sms(['conversations', 'conversations-rcs', '--simulate'])).stdout)
    const list = [first?.participant ?? '', `cid_${first?.id}`]
    const archive = ['--archive', 'rcs.db']
    for (const one of list) await sms(['sync', 'conversations-rcs', one, '--simulate', ...archive], { cwd })
    const { stdout } = await sms([...MESSAGES, '--participants', '-', '--limit', '1', ...archive], {
      cwd,
      input: list.join('\n'),
    })
    const lines = linesIn(stdout)
    expect(lines.map(({ participant }) => participant)).toEqual(list)
    expect(lines[0]?.id).toBe(lines[1]?.id)
  })

  test('resumes a killed export of the same archive, and of no other [crashed-run]', async () => {
    mkdirSync(join(cwd, 'out'))
    const options = ['--page-size', '1', '--output', 'out/all.jsonl', '--resume', 'out/state']
    const child = startSms([...MESSAGES, OTHER, ...options], { cwd, env })
    let changes = 0
    const watcher = watch(join(cwd, 'out'), () => {
      changes += 1
      if (changes === 30) child.kill('SIGKILL')
    })
    await ended(child)
    watcher.close()
    expect(child.signalCode).toBe('SIGKILL')
    expect(readdirSync(join(cwd, 'out'))).toContain('state')
    const other = ['sync', 'ip1', OTHER, '--archive', 'other.db']
    expect((await sms(other, { cwd, env: accountOf(simulator, 'ip1') })).status).toBe(0)
    const refused = await sms([...MESSAGES, OTHER, ...options, '--archive', 'other.db'], { cwd, env })
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('cursor') })
    const filtered = await sms([...MESSAGES, OTHER, ...options, '--provider', 'ip1'], { cwd, env })
    expect(filtered.stderr).toContain('belongs to a command with another --provider.')
    expect((await sms([...MESSAGES, OTHER, ...options], { cwd, env })).status).toBe(0)
    const lines = linesIn(readFileSync(join(cwd, 'out/all.jsonl'), 'utf8'))
    expect(lines.map(({ text }) => text)).toEqual(textsOf(OTHER))
  })

  test('says what to check if nothing is found', async () => {
    const { status, stderr } = await sms([...MESSAGES, '+46701740699'], { cwd, env })
    expect(status).toBe(0)
    expect(stderr).toMatch(
      /^sms: The archive has no conversation with this participant\. [^\n]*`sms sync` has read its conversation\.[^\n]*erased[^\n]*\n$/,
    )
    const excluded = await sms([...MESSAGES, OTHER, '--until', '2001-01-01'], { cwd, env })
    expect(excluded.stderr).toBe('sms: No messages were found. Check that no option excludes them.\n')
  })

  test('names the participants of a list that it has no conversation with', async () => {
    const list = [PARTICIPANT, '+46701740699', OTHER, 'Nobody'].join('\n')
    const args = [...MESSAGES, '--participants', '-', '--provider', 'ip1', '--limit', '1']
    const { status, stdout, stderr } = await sms(args, { cwd, env, input: list })
    expect(status).toBe(0)
    expect(linesIn(stdout).map(({ participant }) => participant)).toEqual([PARTICIPANT, OTHER])
    expect(stderr).toMatch(
      /^sms: The archive has no conversation with 2 of 4 participants \(standard input, line 2; standard input, line 4\)\. [^\n]*\n$/,
    )
  })

  test('says who was erased, as far as the archive remembers it', async () => {
    const archive = ['--archive', 'erased.db']
    const account = accountOf(simulator, 'ip1')
    for (const participant of [PARTICIPANT, OTHER])
      expect((await sms(['sync', 'ip1', participant, ...archive], { cwd, env: account })).status).toBe(0)
    await sms(['erase', PARTICIPANT, '--yes', ...archive], { cwd })
    await sms(['erase', OTHER, '--yes', '--no-remember', ...archive], { cwd })
    const one = await sms([...MESSAGES, '0046 70-174 06 05', ...archive], { cwd })
    expect(one).toMatchObject({ status: 0, stdout: '' })
    expect(one.stderr).toMatch(
      /^sms: The archive has no conversation with this participant, who was erased from it\. [^\n]*--restore-erased[^\n]*\n$/,
    )
    const forgotten = await sms([...MESSAGES, OTHER, ...archive], { cwd })
    expect(forgotten.stderr).toMatch(/^sms: [^\n]*with this participant\. Check[^\n]*--no-remember\.\n$/)
    const args = [...MESSAGES, '--participants', '-', ...archive]
    const input = [PARTICIPANT, '0701740605', OTHER].join('\n')
    const both = await sms(args, { cwd, input })
    expect(both.stderr.split('\n').slice(0, -1)).toEqual([
      expect.stringContaining('1 of 3 participants (standard input, line 1), who were erased from it.'),
      expect.stringContaining('2 of 3 participants (standard input, line 2; standard input, line 3). Check'),
    ])
  })

  test('reads the conversations of the simulator with --simulate, not the archive of SMS_ARCHIVE', async () => {
    const { status, stdout } = await sms([...MESSAGES, OTHER, '--simulate', '--account', 'shop'], {
      cwd,
      env,
    })
    expect(status).toBe(0)
    expect(linesIn(stdout)).toHaveLength(114)
    expect(linesIn(stdout)[0]).toMatchObject({ provider: 'ip1', account: 'shop' })
  })

  test.each([
    [['archive', PARTICIPANT, '--concurrency', '2'], '--concurrency goes with a provider.'],
    [['archive', PARTICIPANT, '--base-url', 'http://127.0.0.1'], '--base-url goes with a provider.'],
    [['archive', PARTICIPANT, '--credentials-file', 'x'], '--credentials-file goes with a provider.'],
    [['ip1', PARTICIPANT, '--archive', 'sms.db'], '--archive goes with `sms messages archive`. Omit it.'],
    [['ip1', PARTICIPANT, '--account', 'shop'], '--account goes with `sms messages archive`. Omit it.'],
    [['ip1', PARTICIPANT, '--provider', 'ip1'], '--provider goes with `sms messages archive`. Omit it.'],
    [['archive'], 'Name a participant'],
    [['archive', PARTICIPANT, '--page-size', '10001'], '--page-size is not usable'],
    [['archive', PARTICIPANT, '--since', '1d', '--until', '2d'], '--since is not usable'],
    [
      ['archive', PARTICIPANT, '--output', 'sms.db', '--format', 'csv'],
      '--output: this is also the file of --archive.',
    ],
    [
      ['archive', PARTICIPANT, '--output', 'x', '--resume', './sms.db'],
      '--resume: this is also the file of --archive.',
    ],
  ])('exit code 2 is the result of sms messages %j', async (args, message) => {
    const before = readFileSync(join(cwd, 'sms.db'))
    const { status, stdout, stderr } = await sms(['messages', ...args], { cwd, env })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/^sms: [^\n]*\n$/)
    expect(readFileSync(join(cwd, 'sms.db')).equals(before)).toBe(true)
  })
})

describe('sms conversations archive', () => {
  const CONVERSATIONS = ['conversations', 'archive']

  test('prints each, the one with the last message first, and whether it is complete', async () => {
    const { status, stdout, stderr } = await sms(CONVERSATIONS, { cwd, env })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const lines = linesIn(stdout)
    expect(lines).toMatchObject([
      { participant: OTHER, provider: 'ip1', messages: 60, complete: true },
      { participant: PARTICIPANT, provider: 'smstools', account: 'shop', complete: false },
      { participant: PARTICIPANT, provider: 'ip1', messages: 60, complete: true },
    ])
    const shop = await sms([...CONVERSATIONS, '--account', 'shop', '--provider', 'smstools'], { cwd, env })
    expect(linesIn(shop.stdout)).toEqual([lines[1]])
  })

  test('writes CSV, and a table for people', async () => {
    const { stdout } = await sms([...CONVERSATIONS, '--format', 'csv', '--limit', '1'], { cwd, env })
    expect(stdout).toMatch(
      /^provider,account,id,participant,name,messages,firstMessageAt,lastMessageAt,lastMessage,complete,syncedAt\nip1,default,2,\+46701740618,,60,[^\n]*,yes,[^\n]*\n$/,
    )
    const table = await terminal('sms conversations archive --archive sms.db', 100, {
      cwd,
      env: { TERM: 'dumb' },
    })
    expect(table.stdout).toMatch(/\+46701740618 {2}ip1 {14}60 messages {2}2023-/)
    expect(table.stdout).toMatch(/smstools \(shop\) {2}\d+ messages {2}2023-\d\d-\d\d \d\d:\d\d {2}not/)
  })

  test('refuses --raw, since the archive keeps no such objects', async () => {
    const { status, stderr } = await sms([...CONVERSATIONS, '--raw'], { cwd, env })
    expect(status).toBe(2)
    expect(stderr).toBe('sms: --raw goes with a provider. The archive keeps the objects of messages only.\n')
  })
})

test('a command that uses no archive loads no database', async () => {
  const listing = `data:text/javascript,${encodeURIComponent("process.on('exit', () => console.error(process.moduleLoadList.some((name) => /sqlite/.test(name))))")}`
  const NODE_OPTIONS = `--import=${listing}`
  const messages = await smsProcess(['messages', 'ip1', '--simulate', '--limit', '1'], {
    env: { NODE_OPTIONS },
  })
  expect(messages.stderr).toMatch(/\nfalse\n$/)
  const archive = await smsProcess([...MESSAGES, OTHER], { cwd, env: { ...env, NODE_OPTIONS } })
  expect(archive.stderr).toBe('true\n')
})
