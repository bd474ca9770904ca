import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { installAcme } from './acme.ts'
import { sms } from './run-in-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PARTICIPANT = '+46701740605'

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ seed: 12, messages: 60 })
})
afterAll(() => simulator.close())

async function messagesOf(
  provider: 'smstools' | 'conversations-rcs' | 'ip1',
  ...options: readonly string[]
): Promise<string> {
  const env = accountOf(simulator, provider)
  const { status, stdout, stderr } = await sms(['messages', provider, PARTICIPANT, ...options], { env })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
}

function parsed(jsonLines: string): readonly Readonly<Record<string, unknown>>[] {
  expect(jsonLines.endsWith('\n')).toBe(true)
  return jsonLines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('sms messages in a pipe', () => {
  test.each(['smstools', 'conversations-rcs', 'ip1'] as const)(
    'prints a JSON line for each message of %s',
    async (provider) => {
      const lines = parsed(await messagesOf(provider))
      const texts = Array.from(
        { length: 60 },
        (_, index) => simulator.conversation(PARTICIPANT).at(index).text,
      )
      expect(lines.map(({ text }) => text).toSorted()).toEqual(texts.toSorted())
      expect(new Set(lines.map(({ key }) => key)).size).toBe(60)
      expect(Object.keys(lines[0] ?? {})).toEqual([
        'provider',
        'id',
        'key',
        'direction',
        'channel',
        'from',
        'to',
        'text',
        'attachments',
        'timestamp',
        'status',
        'segments',
        'price',
      ])
    },
  )

  test('adds the provider’s own object with --raw', async () => {
    const [line] = parsed(await messagesOf('smstools', '--raw', '--limit', '1'))
    expect(line?.['raw']).toMatchObject({ message: line?.['text'], unixDatetime: expect.any(Number) })
  })

  test('selects messages by order, limit and direction', async () => {
    const newest = parsed(
      await messagesOf(
        'ip1',
        '--order',
        'newest-first',
        '--limit',
        '3',
        '--page-size',
        '2',
        '--concurrency',
        '1',
      ),
    )
    const conversation = simulator.conversation(PARTICIPANT)
    expect(newest.map(({ text }) => text)).toEqual([59, 58, 57].map((index) => conversation.at(index).text))
    const inbound = parsed(await messagesOf('ip1', '--direction', 'inbound'))
    expect(inbound.map(({ direction }) => direction)).toEqual(Array.from({ length: 30 }, () => 'inbound'))
  })

  test('selects messages by time, and includes a whole day', async () => {
    const all = parsed(await messagesOf('ip1')).map(({ timestamp }) => String(timestamp))
    const days = [...new Set(all.map((time) => time.slice(0, 10)))]
    const [, second = ''] = days
    const ofThatDay = parsed(await messagesOf('ip1', '--since', second, '--until', second))
    expect(ofThatDay.map(({ timestamp }) => timestamp)).toEqual(all.filter((time) => time.startsWith(second)))
    const fifth = all[4] ?? ''
    expect(parsed(await messagesOf('ip1', '--since', fifth))).toHaveLength(
      all.filter((time) => time >= fifth).length,
    )
  })

  test('prints no text that ends a line or steers a terminal', async () => {
    const cwd = temporaryFolder()
    installAcme(cwd)
    const { stdout } = await sms(['messages', 'acme', '+46701740605'], {
      cwd,
      env: { ACME_TOKEN: 'acme-token' },
    })
    expect(parsed(stdout).map(({ text }) => text)).toContain('=1+1\r\n@one "two", three\u2028four\u009b2J')
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|[\u2028\u2029]/u)
  })
})

describe('sms messages --format csv', () => {
  test('prints a row for each message under the headings', async () => {
    const [headings, ...rows] = (await messagesOf('ip1', '--format', 'csv', '--limit', '2'))
      .trimEnd()
      .split('\n')
    expect(headings).toBe(
      'provider,id,key,direction,channel,from,to,text,attachments,timestamp,status,segments,price,currency',
    )
    expect(rows).toHaveLength(2)
    expect(rows[0]).toMatch(
      /^ip1,\w+,ip1:\w+,outbound,sms,\+\d+,\+46701740605,.*,,\d{4}-\d\d-\d\dT[\d:]+\.000Z,\w+,\d,[\d.]+,EUR$/,
    )
  })

  test('escapes formulas, and keeps phone numbers and amounts', async () => {
    const cwd = temporaryFolder()
    installAcme(cwd)
    const { stdout } = await sms(['messages', 'acme', '+46701740605', '--format', 'csv', '--limit', '1'], {
      cwd,
      env: { ACME_TOKEN: 'acme-token' },
    })
    const [, row] = stdout.split(/(?<=currency)\n/)
    expect(row?.split('\nacme')[0]).toBe(
      `acme,'-1,acme:'+46701740605:1,inbound,sms,"'=HYPERLINK(""https://example.com"",""Bank"")",+46701740606,"'=1+1\r\n'@one ""two"", three\u2028four�2J",,2025-06-05T08:44:46.001Z,received,1,-0.5,'@SEK`,
    )
  })
})

describe('sms messages --output', () => {
  test('writes a complete file and nothing else', async () => {
    const cwd = temporaryFolder()
    const run = await sms(['messages', 'ip1', PARTICIPANT, '--output', 'all.jsonl'], {
      cwd,
      env: accountOf(simulator, 'ip1'),
    })
    expect(run).toEqual({ status: 0, stdout: '', stderr: 'sms: Wrote 60 messages to all.jsonl.\n' })
    expect(readdirSync(cwd)).toEqual(['all.jsonl'])
    expect(parsed(readFileSync(join(cwd, 'all.jsonl'), 'utf8'))).toHaveLength(60)
  })

  test('writes CSV to a .csv file, and a transcript without colours', async () => {
    const cwd = temporaryFolder()
    const env = accountOf(simulator, 'ip1')
    await sms(['messages', 'ip1', PARTICIPANT, '--output', 'all.csv'], { cwd, env })
    expect(readFileSync(join(cwd, 'all.csv'), 'utf8')).toMatch(/^provider,id,/)
    await sms(['messages', 'ip1', PARTICIPANT, '--output', 'chat.txt', '--format', 'transcript'], {
      cwd,
      env,
    })
    expect(readFileSync(join(cwd, 'chat.txt'), 'utf8')).toMatch(
      /^\n─+ \d{4}-\d\d-\d\d ─+\n(\P{Cc}|\n)*\n60 messages\. All times are UTC\.\n$/u,
    )
  })

  test('keeps the older file if reading fails', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'all.jsonl'), 'older\n')
    installAcme(cwd)
    const run = await sms(['messages', 'acme', 'not_found', '--output', 'all.jsonl'], {
      cwd,
      env: { ACME_TOKEN: 'acme-token' },
    })
    expect(run.status).toBe(4)
    expect(run.stderr).toContain('all.jsonl was not written')
    expect(readFileSync(join(cwd, 'all.jsonl'), 'utf8')).toBe('older\n')
    expect(existsSync(join(cwd, 'all.jsonl.part'))).toBe(false)
  })

  test('replaces an older file by the complete one, and says so', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'all.jsonl'), 'older\n')
    const run = await sms(['messages', 'ip1', PARTICIPANT, '--output', 'all.jsonl'], {
      cwd,
      env: accountOf(simulator, 'ip1'),
    })
    expect(run).toEqual({
      status: 0,
      stdout: '',
      stderr: 'sms: Wrote 60 messages to all.jsonl, in place of an older file.\n',
    })
    expect(parsed(readFileSync(join(cwd, 'all.jsonl'), 'utf8'))).toHaveLength(60)
  })

  test.each([
    ['OUT.CSV', /^provider,id,/],
    ['out.Csv', /^provider,id,/],
    ['out.JSONL', /^\{"provider"/],
    ['out.ndjson', /^\{"provider"/],
    ['out', /^\{"provider"/],
    ['.out', /^\{"provider"/],
    ['out.TXT', /^\n─+ \d{4}-\d\d-\d\d ─+\n/],
  ])('writes %s in the format of its extension', async (name, beginning) => {
    const cwd = temporaryFolder()
    expect((await sms(['messages', 'ip1', '--simulate', '--output', name], { cwd })).status).toBe(0)
    expect(readFileSync(join(cwd, name), 'utf8')).toMatch(beginning)
  })

  test.each(['out.xlsx', 'out.json', 'out.2025'])('rejects %s unless --format is given', async (name) => {
    const cwd = temporaryFolder()
    const args = ['messages', 'ip1', '--simulate', '--output', name]
    expect(await sms(args, { cwd })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Use .jsonl, .csv or .txt, or add --format'),
    })
    expect(readdirSync(cwd)).toEqual([])
    expect((await sms([...args, '--format', 'csv'], { cwd })).status).toBe(0)
  })

  test('prints to standard output if the name is -', async () => {
    const cwd = temporaryFolder()
    for (const command of ['messages', 'summary']) {
      const args = [command, 'ip1', PARTICIPANT]
      const env = accountOf(simulator, 'ip1')
      expect(await sms([...args, '--output', '-'], { cwd, env })).toEqual(await sms(args, { cwd, env }))
    }
    expect(readdirSync(cwd)).toEqual([])
    expect(await sms(['messages', 'ip1', '--simulate', '--output', '-', '--resume', 'state'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--resume needs --output FILE'),
    })
  })

  test('writes the file behind a link, whether it exists or not', async () => {
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, 'elsewhere'))
    writeFileSync(join(cwd, 'elsewhere/old.jsonl'), 'older\n')
    symlinkSync('elsewhere/old.jsonl', join(cwd, 'old.jsonl'))
    symlinkSync('elsewhere/new.jsonl', join(cwd, 'new.jsonl'))
    symlinkSync('new.jsonl', join(cwd, 'twice.jsonl'))
    for (const name of ['old.jsonl', 'new.jsonl', 'twice.jsonl']) {
      expect((await sms(['messages', 'ip1', '--simulate', '--output', name], { cwd })).status).toBe(0)
      expect(lstatSync(join(cwd, name)).isSymbolicLink()).toBe(true)
    }
    expect(readdirSync(join(cwd, 'elsewhere'))).toEqual(['new.jsonl', 'old.jsonl'])
    expect(parsed(readFileSync(join(cwd, 'elsewhere/old.jsonl'), 'utf8'))).toHaveLength(114)
  })

  test('does not replace the list of participants under another name', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'list'), PARTICIPANT)
    symlinkSync('list', join(cwd, 'all.csv'))
    const args = ['messages', 'ip1', '--simulate', '--participants', 'list', '--output', 'all.csv']
    expect(await sms(args, { cwd })).toMatchObject({ status: 2 })
    expect(readFileSync(join(cwd, 'list'), 'utf8')).toBe(PARTICIPANT)
  })
})

describe('sms messages without a result', () => {
  const UNKNOWN = '+46701740999'

  test.each([[[]], [['--output', 'all.csv']]])('says how to check the number: %j', async (options) => {
    const cwd = temporaryFolder()
    const { status, stderr } = await sms(['messages', 'ip1', '--simulate', UNKNOWN, ...options], { cwd })
    expect(status).toBe(0)
    expect(stderr).toMatch(/sms: No messages were found\. Check that the number [^\n]*country code[^\n]*\n$/)
    expect(stderr).not.toContain(UNKNOWN)
  })

  test('names the lines of a list that have no messages', async () => {
    const input = `${UNKNOWN}\n${PARTICIPANT}\nnot a number\n+46701740998\n`
    const { status, stderr } = await sms(
      ['messages', 'ip1', '--simulate', '--participants', '-', '--limit', '1'],
      { input },
    )
    expect(status).toBe(8)
    expect(stderr).toContain(
      'sms: No messages were found for 2 of 4 participants (standard input, line 1; standard input, line 4). Check',
    )
  })

  test('does not report a participant whose messages an earlier run found', async () => {
    const cwd = temporaryFolder()
    const list = join(cwd, 'list')
    const args = [
      'messages',
      'ip1',
      '--simulate',
      '--participants',
      'list',
      '--output',
      'all',
      '--resume',
      's',
    ]
    writeFileSync(list, `${PARTICIPANT}\nnot a number\n`)
    expect((await sms(args, { cwd })).status).toBe(8)
    writeFileSync(list, PARTICIPANT)
    expect(await sms(args, { cwd })).toEqual({
      status: 0,
      stdout: '',
      stderr: 'sms: Wrote 0 messages to all, after those of earlier runs.\n',
    })
  })
})

describe('credentials', () => {
  test('come from the environment and then from --credentials-file', async () => {
    const cwd = temporaryFolder()
    const { IP1_API_KEY = '', SMS_BASE_URL = '' } = accountOf(simulator, 'ip1')
    writeFileSync(join(cwd, '.env'), `# for tests\nexport IP1_API_KEY="${IP1_API_KEY}"\n`)
    const args = ['messages', 'ip1', PARTICIPANT, '--limit', '1', '--credentials-file', '.env']
    expect(await sms(args, { cwd, env: { SMS_BASE_URL } })).toMatchObject({ status: 0, stderr: '' })
    const env = { IP1_API_KEY: 'another-key', SMS_BASE_URL }
    expect(await sms(args, { cwd, env })).toMatchObject({ status: 3 })
  })

  test('are never printed, not even after an error with --debug', async () => {
    const cwd = temporaryFolder()
    installAcme(cwd)
    const secret = 'acme-token-that-no-one-may-see'
    for (const who of ['secret', 'rejected', 'not a number']) {
      const { stdout, stderr } = await sms(['messages', 'acme', who, '--debug'], {
        cwd,
        env: { ACME_TOKEN: secret },
      })
      expect(stdout + stderr).not.toContain(secret)
    }
    const env = { ...accountOf(simulator, 'ip1'), IP1_API_KEY: secret }
    for (const command of ['messages', 'summary']) {
      const { status, stdout, stderr } = await sms([command, 'ip1', PARTICIPANT, '--debug'], { env })
      expect(status).toBe(3)
      expect(stdout + stderr).not.toContain(secret)
      expect(stdout + stderr).not.toContain(PARTICIPANT)
    }
    for (const args of [
      ['messages', 'ip1', `--api-key=${secret}`],
      ['messages', 'ip1', PARTICIPANT, secret],
      [secret],
      [PARTICIPANT],
    ]) {
      const { stdout, stderr } = await sms(args)
      expect(stdout + stderr).not.toContain(secret)
      expect(stdout + stderr).not.toContain(PARTICIPANT)
    }
  })
})
