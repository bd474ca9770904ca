import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

/** Runs Node.js in a process of its own, which finds this package's dependencies. Gives the JSON that it printed. */
export async function runProgram(words: readonly string[]): Promise<unknown> {
  const child = spawn(process.execPath, words, {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [printed, [status]] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (status !== 0) throw new Error(`node ${words.join(' ')} ended with status ${status}`)
  return JSON.parse(printed)
}
