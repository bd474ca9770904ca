import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { get } from './client.ts'

const bin = fileURLToPath(new URL('../dist/command-line/bin.js', import.meta.url))

function start(...args: string[]): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [bin, ...args])
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)))
  return { child, output: () => text }
}

test('the program prints valid credentials, and exits with 0 on SIGTERM', async () => {
  const { child, output } = start('--seed', '3', '--participants', '2', '--messages', '10')
  while (!output().includes('# Participants\n')) await once(child.stdout ?? child, 'data')
  const variables = Object.fromEntries(
    [...output().matchAll(/^export (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]),
  )
  expect(Object.keys(variables)).toEqual([
    'SMSTOOLS_CLIENT_ID',
    'SMSTOOLS_CLIENT_SECRET',
    'OCTOPUSH_API_LOGIN',
    'OCTOPUSH_API_KEY',
    'IP1_API_KEY',
    'TWILIO_ACCOUNT_SID',
    'TWILIO_API_KEY',
    'TWILIO_API_SECRET',
  ])
  const baseUrl = (name: string): string => output().match(new RegExp(`^# ${name}: (\\S+)$`, 'm'))?.[1] ?? ''
  const digits = output().match(/^# \+(\d+)$/m)?.[1] ?? ''
  const replies = await Promise.all([
    get(`${baseUrl('smstools')}/conversation/${digits}`, {
      'X-Client-Id': variables['SMSTOOLS_CLIENT_ID'],
      'X-Client-Secret': variables['SMSTOOLS_CLIENT_SECRET'],
    }),
    get(`${baseUrl('conversations-rcs')}/conversations/list`, {
      'api-login': variables['OCTOPUSH_API_LOGIN'],
      'api-key': variables['OCTOPUSH_API_KEY'],
    }),
    get(`${baseUrl('ip1')}/v2/conversations/${digits}`, {
      Authorization: `Bearer ${variables['IP1_API_KEY']}`,
    }),
  ])
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200])
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('the program reports a Node.js that is too old in one sentence', async () => {
  const old = `Object.defineProperty(process, 'versions', { value: { node: '20.20.2' } })`
  const child = spawn(process.execPath, ['--import', `data:text/javascript,${old}`, bin])
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)))
  expect(await once(child, 'close')).toEqual([1, null])
  expect(text).toMatch(/^sms-simulator: this needs Node\.js 22\.13 or later, and runs on 20\.20\.2;[^\n]*\n$/)
  // An old Node.js must be able to parse the file, and has no imports to load.
  expect(readFileSync(bin, 'utf8')).not.toMatch(/^import\b|\bawait\b|\?\.|\?\?/m)
})

test('the program applies --faults and --retry-after', async () => {
  const { child, output } = start('--faults', 'rate-limited=1', '--retry-after', '7')
  while (!output().includes('# Participants\n')) await once(child.stdout ?? child, 'data')
  const url = output().match(/http:\S+/)?.[0]
  const response = await fetch(`${url}/v1/conversation/46701740605`)
  expect(response.status).toBe(429)
  expect(response.headers.get('retry-after')).toBe('7')
  await response.arrayBuffer()
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

test.each([
  ['rest=0.1', 'faults: no fault rest, expected some of reset, '],
  ['reset', 'faults: expected a share from 0 to 1 for reset, got NaN'],
  ['reset=', 'faults: expected a share from 0 to 1 for reset, got NaN'],
  ['reset=0.5,cut=0.6', 'faults: expected shares of 1 together at most, got 1.1'],
])('the program rejects the faults %s', async (faults, message) => {
  const { child, output } = start('--faults', faults)
  expect(await once(child, 'close')).toEqual([1, null])
  expect(output()).toContain(message)
})

test('the program applies --changes, --entries and --excess', async () => {
  const args = ['--changes', 'arrival=1', '--entries', '2', '--excess', '5', '--participants', '1']
  const { child, output } = start(...args)
  while (!output().includes('# Participants\n')) await once(child.stdout ?? child, 'data')
  const headers = Object.fromEntries(
    ['LOGIN', 'KEY'].map((name) => [
      `api-${name.toLowerCase()}`,
      new RegExp(`OCTOPUSH_API_${name}=(\\S+)`).exec(output())?.[1] ?? '',
    ]),
  )
  const baseUrl = /^# conversations-rcs: (\S+)$/m.exec(output())?.[1]
  for (const newest of [66, 67]) {
    expect(await get(`${baseUrl}/conversations/list`, headers)).toMatchObject({
      body: [{ number_of_messages: newest }, { number_of_messages: 65 }],
    })
  }
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

test.each(['fault', 'change'])('the README documents every %s of the program', async (kind) => {
  const { child, output } = start('--help')
  await once(child, 'close')
  const known = new RegExp(`^${kind}s: (.*)$`, 'im').exec(output())?.[1]?.split(', ')
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const rows = readme.slice(readme.indexOf(`| ${kind} `)).split('\n\n', 1)[0]
  expect([...(rows ?? '').matchAll(/^\| `([a-z0-9-]+)`/gm)].map(([, name]) => name)).toEqual(known)
})

test('the program prints its help with --help, and after an invalid option', async () => {
  const help = start('--help')
  expect(await once(help.child, 'close')).toEqual([0, null])
  expect(help.output()).toContain('Usage: sms-simulator')
  expect(help.output()).toContain('Faults: reset, cut, ')
  const wrong = start('--messages', 'many')
  expect(await once(wrong.child, 'close')).toEqual([1, null])
  expect(wrong.output()).toContain('messages: expected an integer from 0 to 1000000')
})
