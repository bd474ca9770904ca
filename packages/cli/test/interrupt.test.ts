import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { type Simulator, startSimulator } from '@sms/simulator'
import { describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { sms } from './run-in-process.ts'
import { bin, ended, type Run, shell, startShell, startSms } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PARTICIPANT = '+46701740605'
const ARGS = ['messages', 'ip1', PARTICIPANT, '--page-size', '10', '--concurrency', '1']

/** A simulator that answers some requests, reports the next one and never answers it. */
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

/** Interrupts a run that waits for its next page. Returns its output and the signal that ended it. */
async function interrupt(
  name: NodeJS.Signals,
  pages: number,
  options: readonly string[],
  cwd?: string,
): Promise<Run & { readonly signal: NodeJS.Signals | null }> {
  const { simulator, stalled } = await stalling(pages)
  await using _ = simulator
  const env = accountOf(simulator, 'ip1')
  const child = startSms([...ARGS, ...options], cwd === undefined ? { env } : { env, cwd })
  const end = ended(child)
  await stalled
  child.kill(name)
  return { ...(await end), signal: child.signalCode }
}

function wholeLines(text: string): readonly unknown[] {
  expect(text.endsWith('\n')).toBe(true)
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const

describe('an interrupted sms messages', () => {
  test.each(SIGNALS)('is ended by %s itself, after whole lines', async (name) => {
    const { signal, stdout, stderr } = await interrupt(name, 2, [])
    expect(signal).toBe(name)
    expect(wholeLines(stdout)).toHaveLength(20)
    expect(stderr).toBe(
      'sms: Interrupted. The printed pages are whole. To be able to resume, add --output FILE --resume STATE.\n',
    )
  })

  test.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('after %s, has the exit code %i in a shell', async (name, code) => {
    const { simulator, stalled } = await stalling(2)
    await using _ = simulator
    const command = [process.execPath, bin, ...ARGS].join(' ')
    const line = `bash -c 'echo $$; exec "$0" "$@" >/dev/null' ${command}; echo $?`
    const child = startShell(line, { env: accountOf(simulator, 'ip1') })
    const end = ended(child)
    const [pid] = (await once(child.stdout ?? child, 'data')) as [string]
    await stalled
    process.kill(Number(pid), name)
    expect((await end).stdout).toBe(`${pid}${code}\n`)
  })

  test('ends the loop of a shell that is interrupted with it', async () => {
    const { simulator, stalled } = await stalling(2)
    await using _ = simulator
    const line = `for one in 1 2; do sms ${ARGS.join(' ')}; done; echo after`
    const child = startShell(line, { env: accountOf(simulator, 'ip1') })
    const end = ended(child)
    await stalled
    // As a terminal does at Ctrl-C, to the shell and its command.
    process.kill(-Number(child.pid), 'SIGINT')
    expect(wholeLines((await end).stdout)).toHaveLength(20)
  })

  test('prints the chat so far', async () => {
    const options = ['--format', 'transcript', '--order', 'newest-first']
    expect((await interrupt('SIGINT', 1, options)).stdout).toContain('\n10 messages. All times are UTC.\n')
  })

  test.each(SIGNALS)('leaves no file after %s without --resume [crashed-run]', async (name) => {
    const cwd = temporaryFolder()
    expect(await interrupt(name, 2, ['--output', 'all.jsonl'], cwd)).toMatchObject({
      signal: name,
      stderr: 'sms: Interrupted. all.jsonl was not written. To be able to resume, add --resume STATE.\n',
    })
    expect(readdirSync(cwd)).toEqual([])
  })

  test.each(SIGNALS)('after %s, says how to resume, and resumes [crashed-run]', async (name) => {
    const cwd = temporaryFolder()
    const options = ['--output', 'all.jsonl', '--resume', 'state']
    expect(await interrupt(name, 2, options, cwd)).toMatchObject({
      signal: name,
      stderr: 'sms: Interrupted. To resume, run the same command again.\n',
    })
    expect(readdirSync(cwd).toSorted()).toEqual(['all.jsonl.part', 'state'])
    await using whole = await startSimulator({ seed: 12, messages: 60 })
    const run = await sms([...ARGS, ...options], { cwd, env: accountOf(whole, 'ip1') })
    expect(run.status).toBe(0)
    expect(wholeLines(readFileSync(join(cwd, 'all.jsonl'), 'utf8'))).toHaveLength(60)
  })

  test('ends at once at a second signal', async () => {
    await using simulator = await startSimulator({ seed: 12, messages: 10_000 })
    const child = startSms(['messages', 'ip1', PARTICIPANT, '--page-size', '10000'], {
      env: accountOf(simulator, 'ip1'),
    })
    // No one reads the rest, so that the page is never written to its end.
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

describe.each([
  ['--credentials-file', ['providers', '--credentials-file', 'pipe']],
  ['--participants', ['messages', 'ip1', '--simulate', '--participants', 'pipe']],
])('a named pipe as %s', (_, args) => {
  test.each(['SIGINT', 'SIGTERM'] as const)('does not keep %s from ending the command', async (name) => {
    const cwd = temporaryFolder()
    await shell('mkfifo pipe', { cwd })
    const child = startSms(args, { cwd })
    const end = ended(child)
    // This end opens when the command opens the other one.
    const pipe = await open(join(cwd, 'pipe'), 'w')
    child.kill(name)
    expect((await end).stderr).toBe('sms: Interrupted.\n')
    expect(child.signalCode).toBe(name)
    await pipe.close()
  })

  test('is read to its end', async () => {
    const cwd = temporaryFolder()
    const { status, stderr } = await shell(
      `mkfifo pipe; echo ${PARTICIPANT} > pipe & sms ${args.join(' ')}`,
      {
        cwd,
      },
    )
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })
})

describe('a pipe that closes', () => {
  test('ends the command and its requests without an error', async () => {
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
