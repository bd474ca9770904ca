import { Readable } from 'node:stream'
import pLimit from 'p-limit'
import { vi } from 'vitest'
import { run } from '../src/run.ts'
import type { Run, Surroundings } from './run-sms.ts'

// The current folder, the environment and the streams belong to the whole process.
const oneAtATime = pLimit(1)

/**
 * Runs `sms` in the process of the tests, which takes a hundredth of the time of a separate process. It has no terminal
 * and does not see the environment of the tests.
 */
export function sms(
  args: readonly string[],
  surroundings: Surroundings = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Run> {
  return oneAtATime(() => runWithin(args, surroundings, signal))
}

async function runWithin(
  args: readonly string[],
  { env = {}, cwd, input = '' }: Surroundings,
  signal: AbortSignal,
): Promise<Run> {
  const before = { cwd: process.cwd(), env: process.env, stdin: process.stdin }
  using stdout = capture(process.stdout)
  using stderr = capture(process.stderr)
  process.env = { ...env }
  Object.defineProperty(process, 'stdin', { value: Readable.from([Buffer.from(input)]) })
  if (cwd !== undefined) process.chdir(cwd)
  try {
    const status = await run({ args, signal })
    return { status, stdout: stdout.text(), stderr: stderr.text() }
  } finally {
    process.chdir(before.cwd)
    process.env = before.env
    Object.defineProperty(process, 'stdin', { value: before.stdin })
  }
}

interface Captured extends Disposable {
  text(): string
}

/** Collects the text that is written to a stream, instead of writing it. */
export function capture(stream: NodeJS.WriteStream): Captured {
  let written = ''
  const spy = vi.spyOn(stream, 'write').mockImplementation((chunk, ...rest) => {
    written += String(chunk)
    const callback = rest.at(-1)
    if (typeof callback === 'function') process.nextTick(callback)
    return true
  })
  return { text: () => written, [Symbol.dispose]: () => spy.mockRestore() }
}
