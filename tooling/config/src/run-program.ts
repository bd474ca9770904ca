import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { ROOT } from './workspace.ts'

/** A program that hangs fails instead of waiting. */
const TIMEOUT = 180_000

/** Where Node.js keeps what it compiled: a program that was run before starts in two thirds of the time. */
const NODE_COMPILE_CACHE = process.env['NODE_COMPILE_CACHE'] ?? join(ROOT, 'node_modules/.cache/compiled')

export interface ProgramOptions {
  readonly cwd: string
  /** Default: the environment of this process. */
  readonly env?: Readonly<NodeJS.ProcessEnv>
  /** Milliseconds after which the program is ended. */
  readonly timeout?: number
}

/** A program that has ended, and everything it printed. */
export interface ProgramResult {
  /** Null if a signal ended it. */
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program in a process of its own, whatever its exit status. */
export async function runProgram(
  command: string,
  words: readonly string[],
  { cwd, env = process.env, timeout = TIMEOUT }: ProgramOptions,
): Promise<ProgramResult> {
  const child = spawn(command, words, {
    cwd,
    env: { NODE_COMPILE_CACHE, ...env },
    timeout,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ])
  return { status, stdout, stderr }
}

/**
 * Runs a program and returns what it printed on stdout.
 *
 * @throws {Error} With everything it printed, if its exit status is not 0.
 */
export async function outputOf(
  command: string,
  words: readonly string[],
  options: ProgramOptions,
): Promise<string> {
  const { status, stdout, stderr } = await runProgram(command, words, options)
  if (status === 0) return stdout
  throw new Error(`${[command, ...words].join(' ')} ended with ${status}:\n${stdout}${stderr}`)
}
