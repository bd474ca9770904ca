import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readFixtures } from '../../../../packages/conformance/src/fixture/read-fixtures.ts'
import { NOBODY } from './record-from.ts'

const bin = fileURLToPath(new URL('../../../../packages/conformance/dist/record/bin.js', import.meta.url))
const ip1 = import.meta.resolve('@sms/ip1')
const twilio = new URL('../../../../packages/twilio/dist/index.js', import.meta.url).href

let simulator: Simulator
let folder: string

beforeAll(async () => {
  simulator = await startSimulator({ seed: 12, messages: 12 })
  folder = mkdtempSync(join(tmpdir(), 'sms-record-'))
  writeFileSync(
    join(folder, 'subject.ts'),
    `import { createIp1 } from '${ip1}'
export const subject = {
  create: createIp1,
  credentials: { apiKey: 'IP1_API_KEY' },
  fixtures: new URL('fixtures/', import.meta.url),
}
export const keep: readonly string[] = ['objects.direction', 'direction', 'statuses.code', 'segments', 'totalMessageCount', 'totalSmsCount', 'mobileTerminatedMessages.*.messages', 'mobileTerminatedMessages.*.sms', 'mobileOriginatedMessages.*.messages', 'mobileOriginatedMessages.*.sms']
`,
  )
  writeFileSync(join(folder, 'careless.ts'), `export const subject = {}`)
})

afterAll(async () => {
  await simulator.close()
  rmSync(folder, { recursive: true })
})

interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Run> {
  const { IP1_API_KEY: _, ...others } = process.env
  const options = { cwd: folder, env: { ...others, ...environment } }
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, ...args], options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
  })
}

/** Arguments that work, and what they are changed to. */
function working(changes: Readonly<Record<string, string>> = {}): readonly string[] {
  const [participant = ''] = simulator.participants
  const options = {
    '--base-url': simulator.ip1.baseUrl,
    '--participant': participant,
    '--nobody': NOBODY,
    ...changes,
  }
  return ['subject.ts', ...Object.entries(options).flat()]
}

test('the command records what it can, and says what is left to do by hand', async () => {
  const { apiKey } = simulator.ip1
  const { code, stdout, stderr } = await run(working(), { IP1_API_KEY: apiKey })
  expect(stderr).toContain('several-pages: written')
  expect(stderr).toMatch(/^No response has `objects.direction` of `keep`/m)
  expect(stderr.match(/^No response has/gm)).toHaveLength(1)
  expect(stdout).toMatch(
    /^- unicode\.json: .+ Write by hand a fixture that shows a text beyond the GSM 7-bit alphabet/m,
  )
  expect(stdout).toMatch(
    /^- rate-limited\.json: .+ Write by hand a fixture that shows a request that receives 429/m,
  )
  expect(stdout).toContain('"source": { "kind": "documentation"')
  expect(stdout + stderr).not.toContain(apiKey)
  expect(code).toBe(0)

  const fixtures = join(folder, 'fixtures')
  expect(readFixtures(fixtures).problems).toEqual([])
  expect(readFixtures(fixtures).shown.size).toBeGreaterThan(6)
  for (const name of readdirSync(fixtures))
    expect(readFileSync(join(fixtures, name), 'utf8')).not.toContain(apiKey)

  const { length } = readdirSync(fixtures)
  const again = await run(working(), { IP1_API_KEY: apiKey })
  expect(again.stderr).toContain(`${length} fixtures kept. Add --overwrite to record again.`)
  expect(again.stderr).toContain('0 fixtures written')
  rmSync(join(fixtures, 'empty.json'))
  const once = await run(working(), { IP1_API_KEY: apiKey })
  expect(once.stderr).toContain('1 fixture written')
})

test('the command records one fixture again, and keeps the others', async () => {
  const environment = { IP1_API_KEY: simulator.ip1.apiKey }
  const only = await run([...working(), '--only', 'empty'], environment)
  expect(only.stderr).toContain('1 fixture written')
  expect(only.stderr).toMatch(/^\d+ fixtures? kept\.$/m)
  const unknown = await run([...working(), '--only', 'nothing'], environment)
  expect(unknown.stderr).toMatch(
    /^sms-record: there is no fixture nothing\. Name one of several-pages, [^\n]+\n$/,
  )
})

test('the command replaces the account in paths by the one of the subject', async () => {
  const write = (options: string): void =>
    writeFileSync(
      join(folder, 'twilio.ts'),
      `import { createTwilio } from '${twilio}'
export const subject = { create: createTwilio, ${options} fixtures: new URL('twilio/', import.meta.url) }
export const keep = ['messages.direction', 'messages.status', 'messages.num_segments', 'messages.num_media', 'messages.price', 'messages.price_unit', 'status', 'code']
`,
    )
  const { baseUrl, accountSid, authToken } = simulator.twilio
  const [, ...options] = working({ '--base-url': baseUrl })
  const environment = { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken }
  write('')
  const { stderr } = await run(['twilio.ts', ...options], environment)
  expect(stderr).toMatch(/^sms-record: add a made-up `accountSid` to the `options` of `subject`: [^\n]+\n$/)

  const madeUp = `AC${'0'.repeat(31)}1`
  write(`options: { accountSid: '${madeUp}' },`)
  const recorded = await run(['twilio.ts', ...options], environment)
  expect(recorded.stderr).toContain('several-pages: written')
  const fixtures = join(folder, 'twilio')
  expect(readFixtures(fixtures).problems).toEqual([])
  for (const name of readdirSync(fixtures)) {
    const text = readFileSync(join(fixtures, name), 'utf8')
    expect(text).not.toContain(accountSid)
    expect(text).not.toContain(authToken)
  }
  const page = readFileSync(join(fixtures, 'several-pages.json'), 'utf8')
  expect(page).toContain(`/2010-04-01/Accounts/${madeUp}/Messages.json`)
})

test('the command explains itself', async () => {
  const { code, stdout } = await run(['--help'])
  expect(stdout).toContain('Usage: sms-record MODULE --base-url URL')
  expect(code).toBe(0)
})

test('the command says in one sentence that Node.js is too old', async () => {
  const old = `Object.defineProperty(process, 'versions', { value: { node: '20.20.2' } })`
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(old)}`
  const { code, stdout, stderr } = await run(working(), { NODE_OPTIONS })
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/^sms-record: this needs Node\.js 22\.13 or later, and runs on 20\.20\.2;[^\n]*\n$/)
  // An old one must be able to parse this much, and to do without the imports.
  expect(readFileSync(bin, 'utf8')).not.toMatch(/^import\b|\bawait\b|\?\.|\?\?/m)
})

test.each([
  ['no module', [], 'name one module'],
  ['no base URL', ['subject.ts'], 'add --base-url'],
  ['an unknown option', ['subject.ts', '--all'], "Unknown option '--all'"],
  ['no participant', ['subject.ts', '--base-url', 'http://127.0.0.1:9'], 'add --participant'],
])('%s is an error of one line', async (_, given, message) => {
  const { code, stdout, stderr } = await run(given)
  expect(stderr).toMatch(/^sms-record: [^\n]+\n$/)
  expect(stderr).toContain(message)
  expect(stdout).toBe('')
  expect(code).toBe(1)
})

test('missing credentials, a missing module and a module without exports are errors of one line', async () => {
  const [, ...options] = working()
  const runs = await Promise.all([
    run(working()),
    run(['nowhere.ts', ...options]),
    run(['careless.ts', ...options]),
    run(working({ '--nobody': simulator.participants[0] ?? '' })),
  ])
  const expected = [
    /set the environment variable IP1_API_KEY/,
    /nowhere\.ts cannot be imported/,
    /careless\.ts must export `subject`/,
    /add --nobody with another number/,
  ]
  for (const [index, { code, stderr }] of runs.entries()) {
    expect(stderr).toMatch(/^sms-record: [^\n]+\n$/)
    expect(stderr).toMatch(expected[index] ?? '')
    expect(code).toBe(1)
  }
})
