import { type Simulator, startSimulator } from '@sms/simulator'
import { SmsError } from '@sms/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FileCounts } from '../src/commands/sync/file-counts.ts'
import { accountOf } from './account.ts'
import { textsIn } from './archive-of.ts'
import { capture, sms } from './run-in-process.ts'
import type { Run } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PARTICIPANT = '+46701740605'

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ seed: 12, messages: 60 })
})
afterAll(() => simulator.close())

let cwd = ''
function sync(provider: 'ip1' | 'smstools', ...words: readonly string[]): Promise<Run> {
  cwd = temporaryFolder()
  return sms(['sync', provider, PARTICIPANT, '--archive', 'sms.db', ...words], {
    cwd,
    env: accountOf(simulator, provider),
  })
}

const failed = (message: string): SmsError => new SmsError('not_found', message, { provider: 'acme' })

describe('sms sync --attachments', () => {
  test('stores the messages, and says why files could not be stored', async () => {
    const { status, stdout, stderr } = await sync('smstools', '--attachments')
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ added: 60, complete: true })
    expect(await textsIn(cwd)).toHaveLength(60)
    expect(stderr).toMatch(
      /^sms: \d+ files could not be stored: unsupported: [^\n]*files\.example\.com [^\n]*--attachment-host[^\n]*\n$/,
    )
    expect((await sync('smstools')).stderr).toBe('')
  })

  test.each([
    ['ip1', ['--attachments'], 'Leave out --attachments'],
    ['smstools', ['--attachment-host', 'files.example.com'], '--attachment-host goes with --attachments.'],
    ['smstools', ['--attachments', '--attachment-host', 'https://x'], '--attachment-host is not usable'],
  ] as const)('exit code 2 is the result of sms sync %s %j', async (provider, words, message) => {
    const { status, stdout, stderr } = await sync(provider, ...words)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/^sms: [^\n]*\n$/)
  })

  test('counts files, with one line for each reason', () => {
    const files = new FileCounts()
    const { hosts, onAttachment } = files.options(['files.example.com'])
    expect(hosts).toEqual(['files.example.com'])
    for (const error of [null, failed('One.'), null, failed('Two.'), failed('One.')])
      onAttachment?.({ key: 'acme:1', index: 0, error })
    using stderr = capture(process.stderr)
    files.print()
    expect(stderr.text()).toMatch(
      /^sms: Stored 2 files of messages\.\nsms: 2 files could not be stored: not_found: One\.[^\n]*\nsms: 1 file could not be stored: not_found: Two\.[^\n]*\n$/,
    )
    new FileCounts().print()
    expect(stderr.text().split('\n')).toHaveLength(4)
  })
})
