import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

/** A program that hangs fails instead of waiting. */
const TIMEOUT = 180_000

export interface RunOptions {
  readonly cwd: string
  readonly env?: Readonly<NodeJS.ProcessEnv>
}

/**
 * Runs a program in a process of its own and gives what it printed on stdout.
 *
 * @throws {Error} With all that it printed, where its status is not 0.
 */
export async function run(command: string, words: readonly string[], options: RunOptions): Promise<string> {
  const child = spawn(command, words, { ...options, timeout: TIMEOUT, stdio: ['ignore', 'pipe', 'pipe'] })
  const [printed, complaints, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  if (status === 0) return printed
  throw new Error(`${[command, ...words].join(' ')} ended with ${status}:\n${printed}${complaints}`)
}
