import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { runDemo } from './run-demo.ts'

describe('the demo without credentials', () => {
  const { status, stdout, stderr } = runDemo({})
  const lines = stdout.split('\n')

  test('reads all three providers from the simulator, the list of conversations and a summary', () => {
    expect(stderr).toMatch(/^simulator … listening on http:\/\/127\.0\.0\.1:\d+$/m)
    expect(status).toBe(0)
    for (const provider of ['smstools', 'conversations-rcs', 'ip1']) {
      expect(lines).toContainEqual(expect.stringMatching(`^━━ ${provider} · \\+46701740\\d{3} ━+$`))
      expect(stderr).toContain(`${provider} … 6 messages\n`)
    }
    expect(stdout).toContain('\nConversations\n')
    expect(stdout).toMatch(/^Summary 114 messages in \d+ segments$/m)
  })

  test('fits on a screen or two, 80 columns wide', () => {
    expect(lines.length).toBeLessThanOrEqual(80)
    expect(lines.filter((line) => stringWidth(line) > 80)).toEqual([])
  })

  test('prints no escape codes where there is no terminal', () => {
    expect(stdout).toBe(stripVTControlCharacters(stdout))
  })

  test('shows a chat from its oldest message to its newest', () => {
    const [smstools = ''] = stdout.split('conversations-rcs')
    const times = smstools.match(/\d{4}-\d\d-\d\d \d\d:\d\d/g) ?? []
    expect(times).toHaveLength(6)
    expect(times).toEqual(times.toSorted())
  })

  test('says that it does not read the participant it was given', () => {
    const run = runDemo({}, '+46701740605')
    expect(run.status).toBe(0)
    expect(run.stderr).toContain('no credentials are set for reading +46701740605')
  })
})

// Nothing here comes as far as a request.
describe('the demo with credentials', () => {
  test('asks for a participant', () => {
    const run = runDemo({ IP1_API_KEY: 'fake-key' })
    expect(run).toMatchObject({ status: 2, stdout: '' })
    expect(run.stderr).toContain('add a phone number')
    expect(run.stderr).toContain('SMS_PARTICIPANT')
  })

  test('skips providers without, and prints an SmsError in one line', () => {
    const { status, stdout, stderr } = runDemo({ IP1_API_KEY: 'fake-key', SMS_PARTICIPANT: 'not a number' })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr.trim().split('\n')).toEqual([
      'smstools … skipped: SMSTOOLS_CLIENT_ID and SMSTOOLS_CLIENT_SECRET not set',
      'conversations-rcs … skipped: OCTOPUSH_API_LOGIN and OCTOPUSH_API_KEY not set',
      expect.stringMatching(/^invalid_argument: .*participant/),
    ])
  })

  test('names the half that is missing', () => {
    const { status, stderr } = runDemo({ SMSTOOLS_CLIENT_ID: 'fake-id' }, '+46701740605')
    expect(status).toBe(1)
    expect(stderr).toMatch(/^invalid_argument: .*clientSecret/m)
  })
})
