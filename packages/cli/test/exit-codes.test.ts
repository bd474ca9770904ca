import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { installAcme } from './acme.ts'
import { sms } from './run-in-process.ts'
import { bin, ended, smsProcess } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PARTICIPANT = '+46701740605'

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ seed: 12 })
})
afterAll(() => simulator.close())

describe('a provider at a loopback address', () => {
  test('is read, with exit code 0', async () => {
    const { status, stderr } = await smsProcess(['messages', 'ip1', PARTICIPANT], {
      env: accountOf(simulator, 'ip1'),
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  test('is read with an option that is no credential, and with one set of credentials', async () => {
    const { status, stdout, stderr } = await smsProcess(['messages', 'twilio', PARTICIPANT, '--limit', '1'], {
      env: accountOf(simulator, 'twilio'),
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('"provider":"twilio"')
  })

  test('ends sms with exit code 2 if an option or every set of credentials is missing', async () => {
    const { status, stderr } = await sms(['messages', 'twilio', PARTICIPANT], {
      env: { TWILIO_API_KEY: 'key' },
    })
    expect(status).toBe(2)
    expect(stderr).toMatch(
      /^sms: twilio needs TWILIO_ACCOUNT_SID, and TWILIO_API_SECRET, or TWILIO_AUTH_TOKEN\. Set them/,
    )
  })

  test('that rejects the credentials ends sms with exit code 3', async () => {
    const env = { ...accountOf(simulator, 'smstools'), SMSTOOLS_CLIENT_SECRET: 'not-the-secret' }
    const { status, stderr } = await smsProcess(['messages', 'smstools', PARTICIPANT], { env })
    expect(status).toBe(3)
    expect(stderr).toBe(
      'sms: smstools rejected the credentials (HTTP 401). Check the environment variables that hold them; `sms providers` names them.\n',
    )
  })

  test.each([
    ['rate-limited', 5, /Try again in 0 s\.\n$/],
    ['redirect', 7, /redirect/],
    ['unavailable', 6, /HTTP 503.*Try again later\.\n$/],
  ] as const)('that responds with the fault %s ends sms with exit code %i', async (fault, code, line) => {
    await using faulty = await startSimulator({ seed: 12, faults: { [fault]: 1 }, retryAfter: 0 })
    const { status, stdout, stderr } = await smsProcess(['messages', 'ip1', PARTICIPANT], {
      env: accountOf(faulty, 'ip1'),
    })
    expect({ status, stdout }).toEqual({ status: code, stdout: '' })
    expect(stderr).toMatch(line)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})

describe('an error of the contract', () => {
  test.each([
    ['invalid_argument', 2],
    ['unsupported', 2],
    ['authentication', 3],
    ['permission', 3],
    ['not_found', 4],
    ['rate_limited', 5],
    ['unavailable', 6],
    ['timeout', 6],
    ['network', 6],
    ['rejected', 7],
    ['invalid_response', 7],
    ['pagination', 7],
  ])('%s is printed on one line, with exit code %i', async (code, expected) => {
    const cwd = temporaryFolder()
    installAcme(cwd)
    const { status, stdout, stderr } = await sms(['messages', 'acme', code], {
      cwd,
      env: { ACME_TOKEN: 'acme-token-1' },
    })
    expect({ status, stdout }).toEqual({ status: expected, stdout: '' })
    expect(stderr).toMatch(/^sms: Acme says no\.[^\n]*\n$/)
  })

  test('is shown in full by --debug', async () => {
    const cwd = temporaryFolder()
    installAcme(cwd)
    const run = await sms(['messages', 'acme', 'rejected', '--debug'], {
      cwd,
      env: { ACME_TOKEN: 'acme-token-1' },
    })
    expect(run.stderr).toMatch(/^sms: Acme says no\./)
    expect(run.stderr).toContain("code: 'rejected'")
    expect(run.stderr).toContain("providerCode: 'E7'")
    expect(run.stderr).toContain('    at ')
  })
})

describe('exit code 2, with what to do next, is the result of', () => {
  test.each([
    [
      ['messages', 'ip1', PARTICIPANT],
      'ip1 needs IP1_API_KEY. Set it in the environment or in a file for --credentials-file',
    ],
    [
      ['messages', 'smstools', PARTICIPANT],
      'smstools needs SMSTOOLS_CLIENT_ID and SMSTOOLS_CLIENT_SECRET. Set them',
    ],
    [['messages', 'no-such', PARTICIPANT], 'No provider no-such is installed. Check the name'],
    [['messages', 'octopush', PARTICIPANT], 'The provider for octopush is conversations-rcs.'],
    [['messages', PARTICIPANT], 'The first argument is the name of a provider, such as ip1.'],
    [['messages', 'ip1', '--simulate', 'not a number'], '`participant` must be'],
    [['messages', 'ip1', PARTICIPANT, '--participants', 'list'], 'not both'],
    [
      ['messages', 'ip1', PARTICIPANT, '--simulate', '--limit', '0'],
      '--limit: the value is less than 1. Expected a whole number, 1 or more',
    ],
    [
      ['messages', 'ip1', PARTICIPANT, '--simulate', '--limit', 'ten'],
      '--limit: the value is not a whole number.',
    ],
    [['messages', 'ip1', PARTICIPANT, '--simulate', '--since', 'yesterday'], '--since takes an ISO date'],
    [
      ['messages', 'ip1', PARTICIPANT, '--simulate', '--format', 'xml'],
      '--format: the value is not one of transcript, jsonl, csv.',
    ],
    [
      ['messages', 'ip1', PARTICIPANT, '--simulate', '--raw', '--format', 'csv'],
      '--raw goes with --format jsonl only',
    ],
    [['messages', 'ip1', PARTICIPANT, '--simulate', '--resume', 'state'], '--resume needs --output'],
    [
      ['messages', 'ip1', PARTICIPANT, '--simulate', '--output', '/no/such/folder/file'],
      'Name a file in a folder where you may write.',
    ],
    [
      ['messages', 'ip1', '--simulate', '--output', ''],
      '--output: the value is empty. Expected the name of a file',
    ],
    [['messages', 'ip1', '--simulate', '--output', '/dev/null'], 'a device. Name a file'],
    [['messages', 'ip1', '--simulate', '--output', 'not-there/'], 'not-there/ is a folder or a device'],
    [
      ['messages', 'ip1', '--simulate', '--output', 'x', '--resume', 'not-there/'],
      'not-there/ is a folder or a device',
    ],
    [['messages', 'ip1', '--simulate', '--output', 'x', '--resume', '-'], '--resume: a standard stream'],
    [['messages', 'ip1', '--simulate', '--output-dir', '-'], '--output-dir: a standard stream'],
    [['messages', 'ip1', PARTICIPANT, '--credentials-file', '-'], '--credentials-file: a standard stream'],
    [['messages', 'ip1', '--simulate', '--output', 'x', '--resume', 'x'], 'Name another file'],
    [['messages', 'ip1', '--simulate', '--output', 'x', '--resume', 'x.part'], 'Name another file'],
    [['messages', 'ip1', '--simulate', '--output', 'list', '--participants', 'list'], 'Name another file'],
    [
      ['messages', 'ip1', '1', '--output', '.env', '--credentials-file', '.env'],
      '--output: this is also the file of --credentials-file. Name another file.',
    ],
    [
      ['conversations', 'ip1', '--output', 'x', '--resume', '.env', '--credentials-file', '.env'],
      '--resume: this is also the file of --credentials-file. Name another file.',
    ],
    [['messages', 'ip1', '--simulate', '--output', '/tmp'], 'is a folder or a device. Name a file'],
    [['messages', 'ip1', '--simulate', '--participants', '/no/such/file'], 'cannot be read'],
    [['messages', 'smstools', '--simulate', '--order', 'oldest-first'], 'cannot read oldest-first'],
    [['messages', 'smstools', '--simulate', '--page-size', '5000'], '--page-size must be'],
    [['messages', 'conversations-rcs', '--simulate', '--since', '7d'], 'reports no time for messages'],
    [['conversations', 'ip1', '--simulate'], 'ip1 cannot list conversations'],
    [['summary', 'smstools', '--simulate'], 'smstools has no summaries'],
    [['summary', 'archive', PARTICIPANT], 'This command reads a provider. `sms messages` and'],
    [['mesages', 'ip1'], 'Did you mean messages?'],
    [['messages', 'ip1', PARTICIPANT, '--formt', 'csv'], 'Did you mean --format?'],
    [['messages'], "missing required argument 'provider|archive'"],
  ])('sms %j', async (args, message) => {
    const { status, stdout, stderr } = await sms(args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/^sms: [^\n]*\nsms: [^\n]*\n$|^sms: [^\n]*\n$/)
  })

  test('a malformed credential, whose variable is named and whose value is not shown', async () => {
    const { status, stderr } = await sms(['messages', 'ip1', PARTICIPANT], {
      env: { IP1_API_KEY: 'canary key' },
    })
    expect(status).toBe(2)
    expect(stderr).toMatch(/^sms: IP1_API_KEY must be [^\n]*\n$/)
    expect(stderr).not.toContain('canary')
  })

  // Node.js reads an option of this name after the program as well, unless `--` comes before it.
  test('--env-file, the former name of --credentials-file, unless Node.js does not find the file', async () => {
    const args = [bin, 'messages', 'ip1', PARTICIPANT, '--env-file', '/no/such/file']
    const [own, ofNode] = await Promise.all(
      [['--', ...args], args].map((all) => ended(spawn(process.execPath, all))),
    )
    expect(own).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^sms: --env-file: use --credentials-file\. [^\n]*\n$/),
    })
    expect(ofNode).toMatchObject({ status: 9, stderr: expect.stringContaining('/no/such/file: not found') })
  })

  test('sms without a command, with its help', async () => {
    const { status, stderr } = await sms([])
    expect(status).toBe(2)
    expect(stderr).toContain('Usage: sms')
  })
})

test('a usage error leaves no file behind', async () => {
  const cwd = temporaryFolder()
  const args = ['messages', 'ip1', '--simulate', 'not a number', '--output', 'out', '--resume', 'state']
  expect((await sms(args, { cwd })).status).toBe(2)
  expect((await sms(['providers'], { cwd })).status).toBe(0)
  expect(readdirSync(cwd)).toEqual([])
})
