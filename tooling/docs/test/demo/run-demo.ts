import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { ROOT } from '@sms/config/workspace'
import { type ProgramResult, runProgram } from '@sms/config/run-program'

const demo = fileURLToPath(new URL('../../src/demo/bin.js', import.meta.url))

/** Runs the demo where its users do, without a terminal, and with this environment alone. */
export function runDemo(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<ProgramResult> {
  return runProgram(process.execPath, [demo, ...args], { cwd: ROOT, env })
}

/** Runs the demo, and closes its stdout after the first chunk, as `head` does. */
export async function runDemoForOneChunk(): Promise<Omit<ProgramResult, 'stdout'>> {
  const child = spawn(process.execPath, [demo], { cwd: ROOT, env: {} })
  child.stdout.once('data', () => child.stdout.destroy())
  const [stderr, [status]] = await Promise.all([
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ])
  return { status, stderr }
}
