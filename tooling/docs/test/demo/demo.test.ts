import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { startSimulator } from '@sms/simulator'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { runDemo, runDemoForOneChunk } from './run-demo.ts'

describe('the demo without credentials', async () => {
  const { status, stdout, stderr } = await runDemo({})
  const lines = stdout.split('\n')

  test('shows each provider’s messages, the list of conversations and a summary, from the simulator', () => {
    expect(status).toBe(0)
    expect(lines.filter((line) => line.startsWith('$ '))).toEqual([
      '$ sms messages conversations-rcs +46701740677 --limit 6 --simulate',
      '$ sms conversations conversations-rcs --limit 5 --simulate',
      '$ sms messages ip1 +46701740641 --limit 6 --order newest-first --simulate',
      '$ sms summary ip1 +46701740641 --simulate',
      '$ sms messages smstools +46701740605 --limit 6 --simulate',
      '$ sms messages twilio +46701740677 --limit 6 --simulate',
    ])
    expect(stdout.match(/^6 messages\./gm)).toHaveLength(4)
    expect(stdout).toContain('\n5 conversations. ')
    expect(stdout).toMatch(/^\+46701740641: 114 messages in \d+ segments$/m)
  })

  test('reports its progress on stderr', () => {
    expect(stderr).toBe('1 of 6 …\n2 of 6 …\n3 of 6 …\n4 of 6 …\n5 of 6 …\n6 of 6 …\n')
  })

  test('fits on a screen or two, 80 columns wide', () => {
    expect(lines.length).toBeLessThanOrEqual(110)
    expect(lines.filter((line) => stringWidth(line) > 80)).toEqual([])
  })

  test('prints no escape codes where there is no terminal', () => {
    expect(stdout).toBe(stripVTControlCharacters(stdout))
  })

  test('names the variables to set for a participant, and how to see simulated conversations', async () => {
    const run = await runDemo({}, '+46701740605')
    expect(run).toEqual({
      status: 2,
      stdout: '',
      stderr: `To read +46701740605, set the environment variables of one provider or more:
  conversations-rcs: OCTOPUSH_API_LOGIN, OCTOPUSH_API_KEY
  ip1: IP1_API_KEY
  smstools: SMSTOOLS_CLIENT_ID, SMSTOOLS_CLIENT_SECRET
  twilio: TWILIO_ACCOUNT_SID, TWILIO_API_KEY, TWILIO_API_SECRET, TWILIO_AUTH_TOKEN
To see simulated conversations, run the demo without a phone number and without SMS_PARTICIPANT.
`,
    })
  })

  test('ends quietly and early when the reader of its output goes away', async () => {
    const run = await runDemoForOneChunk()
    expect(run.status).toBe(0)
    expect(run.stderr).toMatch(/^1 of 6 …\n(2 of 6 …\n)?$/)
  })
})

describe('the demo with credentials', () => {
  test('reads the participant’s messages from the account', async () => {
    await using simulator = await startSimulator()
    const [participant = ''] = simulator.participants
    const env = { IP1_API_KEY: simulator.ip1.apiKey, SMS_BASE_URL: simulator.ip1.baseUrl }
    const { status, stdout } = await runDemo(env, participant)
    expect(status).toBe(0)
    expect(stdout).toContain(`$ sms messages ip1 ${participant} --limit 6 --order newest-first\n`)
    expect(stdout).toContain(`$ sms summary ip1 ${participant}\n${participant}: 120 messages`)
    expect(simulator.requests).toBe(2)
  })

  test('asks for a participant', async () => {
    const run = await runDemo({ IP1_API_KEY: 'fake-key' })
    expect(run).toMatchObject({ status: 2, stdout: '' })
    expect(run.stderr).toContain('add a phone number')
    expect(run.stderr).toContain('SMS_PARTICIPANT')
  })

  test('skips providers without, and ends as the command did that failed', async () => {
    const { status, stdout, stderr } = await runDemo({
      IP1_API_KEY: 'fake-key',
      SMS_PARTICIPANT: 'not-a-number',
    })
    expect(status).toBe(2)
    expect(stdout).toBe('$ sms messages ip1 not-a-number --limit 6 --order newest-first\n\n')
    expect(stderr.trim().split('\n')).toEqual([
      'conversations-rcs … skipped: OCTOPUSH_API_LOGIN, OCTOPUSH_API_KEY not set',
      'smstools … skipped: SMSTOOLS_CLIENT_ID, SMSTOOLS_CLIENT_SECRET not set',
      'twilio … skipped: TWILIO_ACCOUNT_SID, TWILIO_API_KEY, TWILIO_API_SECRET, TWILIO_AUTH_TOKEN not set',
      '1 of 2 …',
      expect.stringMatching(/^sms: .*participant/),
    ])
  })

  test('names the half that is missing', async () => {
    const { status, stderr } = await runDemo({ SMSTOOLS_CLIENT_ID: 'fake-id' }, '+46701740605')
    expect(status).toBe(2)
    expect(stderr).toMatch(/^sms: smstools needs SMSTOOLS_CLIENT_SECRET/m)
  })
})

test('the demo says in one sentence that Node.js is too old', async () => {
  const old = `Object.defineProperty(process, 'versions', { value: { node: '20.20.2' } })`
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(old)}`
  const { status, stdout, stderr } = await runDemo({ NODE_OPTIONS })
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toMatch(/^demo: this needs Node\.js 22\.13 or later, and runs on 20\.20\.2;[^\n]*\n$/)
  // An old one must be able to parse this much, and to do without the imports.
  const entry = readFileSync(new URL('../../src/demo/bin.js', import.meta.url), 'utf8')
  expect(entry).not.toMatch(/^import\b|\bawait\b|\?\.|\?\?/m)
})
