import { stripVTControlCharacters } from 'node:util'
import { type Simulator, startSimulator } from '@sms/simulator'
import stringWidth from 'string-width'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { terminal } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PARTICIPANT = '+46701740605'

let simulator: Simulator
beforeAll(async () => {
  // Slow enough that progress is shown.
  simulator = await startSimulator({ seed: 12, messages: 60, latency: 40 })
  simulator.conversation(PARTICIPANT).add({
    text: '明日の午前十時に配達に伺います。👩‍👩‍👧‍👦🇸🇪 ご都合が悪い場合は\u001b[2Jお知らせください。'.repeat(2),
  })
})
afterAll(() => simulator.close())

/** The lines that the screen shows in the end. */
function screenOf(output: string): readonly string[] {
  return output.split('\r\n').map((line) => stripVTControlCharacters(line.split('\u001b[2K').at(-1) ?? ''))
}

describe('on a terminal', () => {
  test('sms messages prints a transcript by days, in colours, within the width', async () => {
    const { status, stdout } = await terminal(`sms messages ip1 ${PARTICIPANT}`, 60, {
      env: { TERM: 'xterm-256color', ...accountOf(simulator, 'ip1') },
    })
    expect(status).toBe(0)
    expect(stdout).toContain('\u001b[32mdelivered\u001b[39m')
    expect(stdout).not.toContain('\u001b[2J')
    const lines = screenOf(stdout)
    expect(lines.filter((line) => stringWidth(line) > 60)).toEqual([])
    const days = lines.flatMap((line) => /^─+ (\d{4}-\d\d-\d\d) ─+$/.exec(line)?.[1] ?? [])
    expect(days.length).toBeGreaterThan(1)
    expect(days).toEqual([...new Set(days)].toSorted())
    expect(lines.join('')).toContain('61 messages. All times are UTC.')
  })

  test('a chat begins with the oldest message even if the newest are read first', async () => {
    const { stdout } = await terminal(`sms messages smstools ${PARTICIPANT}`, 60, {
      env: { TERM: 'dumb', ...accountOf(simulator, 'smstools') },
    })
    const days = [...stdout.matchAll(/─ (\d{4}-\d\d-\d\d) ─/g)].map(([, day]) => day)
    expect(days.length).toBeGreaterThan(1)
    expect(days).toEqual([...new Set(days)].toSorted())
  })

  test('NO_COLOR removes colours', async () => {
    const { stdout } = await terminal(`sms messages ip1 ${PARTICIPANT} --limit 3`, 80, {
      env: { TERM: 'xterm-256color', NO_COLOR: '1', ...accountOf(simulator, 'ip1') },
    })
    expect(stdout).toContain('· delivered')
    expect(stdout).not.toContain('\u001b[32m')
  })

  test('progress is redrawn on one line, which is removed in the end', async () => {
    const cwd = temporaryFolder()
    const { status, stdout } = await terminal(
      `sms messages smstools ${PARTICIPANT} --page-size 5 --concurrency 1 --output all.jsonl`,
      80,
      { cwd, env: { TERM: 'xterm', ...accountOf(simulator, 'smstools') } },
    )
    expect(status).toBe(0)
    expect(stdout).toMatch(/\d+ of 61 messages · \d+ pages · \d+\/s/)
    expect(screenOf(stdout).join('\n')).toBe('sms: Wrote 61 messages to all.jsonl.\n')
  })

  test('progress does not mix with the output', async () => {
    const { stdout } = await terminal(`sms messages ip1 ${PARTICIPANT} --page-size 5 --format jsonl`, 80, {
      env: { TERM: 'xterm', ...accountOf(simulator, 'ip1') },
    })
    expect(stdout).toContain(' pages · ')
    const lines = screenOf(stdout).filter((line) => line !== '')
    expect(lines.map((line) => (JSON.parse(line) as { readonly key: string }).key)).toHaveLength(61)
  })

  test.each([
    ['sms conversations conversations-rcs', 'conversations-rcs', /5 conversations\. All times are UTC\./],
    [
      `sms summary ip1 ${PARTICIPANT}`,
      'ip1',
      /\+46701740605: 61 messages in \d+ segments[^]*inbound {3}received/,
    ],
    ['sms providers', 'ip1', /ip1 @sms\/ip1 [^]*IP1_API_KEY set/],
  ] as const)('%s prints text for people', async (command, provider, expected) => {
    const { status, stdout } = await terminal(command, 80, { env: accountOf(simulator, provider) })
    expect(status).toBe(0)
    expect(screenOf(stdout).join('\n')).toMatch(expected)
  })
})
