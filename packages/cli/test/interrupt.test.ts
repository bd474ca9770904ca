import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { type Simulator, startSimulator } from '@sms/simulator'
import { describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { sms } from './run-in-process.ts'
import { ended, shell, startSms } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PARTICIPANT = '+46701740605'
const ARGS = ['messages', 'ip1', PARTICIPANT, '--page-size', '10', '--concurrency', '1']

/** A simulator that answers so many requests, then tells of the next and never answers it. */
async function stalling(
  answers: number,
): Promise<{ readonly simulator: Simulator; readonly stalled: Promise<void> }> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const simulator = await startSimulator({
    seed: 12,
    messages: 60,
    beforeAnswer({ number }) {
      if (number <= answers) return null
      resolve()
      return 'stall'
    },
  })
  return { simulator, stalled: promise }
}

function wholeLines(text: string): readonly unknown[] {
  expect(text.endsWith('\n')).toBe(true)
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

const SIGNALS = [
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const

describe('an interrupted sms messages', () => {
  test.each(SIGNALS)('ends after %s with exit code %i, and what it printed is whole', async (name, code) => {
    const { simulator, stalled } = await stalling(2)
    await using _ = simulator
    const child = startSms(ARGS, { env: accountOf(simulator, 'ip1') })
    const end = ended(child)
    await stalled
    child.kill(name)
    const { status, stdout, stderr } = await end
    expect(status).toBe(code)
    expect(wholeLines(stdout)).toHaveLength(20)
    expect(stderr).toBe(
      'sms: Interrupted. What was printed is whole; to be able to resume, add --output FILE --resume STATE.\n',
    )
  })

  test('prints the chat that it had read by then', async () => {
    const { simulator, stalled } = await stalling(1)
    await using _ = simulator
    const child = startSms([...ARGS, '--format', 'transcript', '--order', 'newest-first'], {
      env: accountOf(simulator, 'ip1'),
    })
    const end = ended(child)
    await stalled
    child.kill('SIGINT')
    expect((await end).stdout).toContain('\n10 messages. All times are UTC.\n')
  })

  test.each(SIGNALS)('50: leaves no file that was not to be resumed after %s', async (name, code) => {
    const { simulator, stalled } = await stalling(2)
    await using _ = simulator
    const cwd = temporaryFolder()
    const child = startSms([...ARGS, '--output', 'all.jsonl'], { cwd, env: accountOf(simulator, 'ip1') })
    const end = ended(child)
    await stalled
    child.kill(name)
    expect(await end).toMatchObject({
      status: code,
      stderr: 'sms: Interrupted. all.jsonl was not written; to be able to resume, add --resume STATE.\n',
    })
    expect(readdirSync(cwd)).toEqual([])
  })

  test.each(SIGNALS)('50: says how to go on after %s, and goes on', async (name, code) => {
    const { simulator, stalled } = await stalling(2)
    await using _ = simulator
    const cwd = temporaryFolder()
    const args = [...ARGS, '--output', 'all.jsonl', '--resume', 'state']
    const child = startSms(args, { cwd, env: accountOf(simulator, 'ip1') })
    const end = ended(child)
    await stalled
    child.kill(name)
    expect(await end).toMatchObject({
      status: code,
      stderr: 'sms: Interrupted. To resume, run the same command again.\n',
    })
    expect(readdirSync(cwd).toSorted()).toEqual(['all.jsonl.part', 'state'])
    await using whole = await startSimulator({ seed: 12, messages: 60 })
    expect((await sms(args, { cwd, env: accountOf(whole, 'ip1') })).status).toBe(0)
    expect(wholeLines(readFileSync(join(cwd, 'all.jsonl'), 'utf8'))).toHaveLength(60)
  })

  test('ends at once when it is interrupted again', async () => {
    await using simulator = await startSimulator({ seed: 12, messages: 10_000 })
    const child = startSms(['messages', 'ip1', PARTICIPANT, '--page-size', '10000'], {
      env: accountOf(simulator, 'ip1'),
    })
    // Nobody reads on, so that the page is never written to its end.
    child.stdout?.once('readable', () => {})
    await once(child.stdout ?? child, 'readable')
    const exit = once(child, 'exit')
    while (child.signalCode === null) {
      child.kill('SIGINT')
      await turn()
    }
    expect(await exit).toEqual([null, 'SIGINT'])
  })
})

describe('a pipe that closes', () => {
  test('ends the command quietly, and the requests', async () => {
    await using simulator = await startSimulator({ seed: 12, messages: 100_000 })
    const { status, stdout, stderr } = await shell(
      `set -o pipefail; sms messages ip1 ${PARTICIPANT} --page-size 50 | head -n 3`,
      { env: accountOf(simulator, 'ip1') },
    )
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(wholeLines(stdout)).toHaveLength(3)
    expect(simulator.requests).toBeLessThan(200)
  })
})
