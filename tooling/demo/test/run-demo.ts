import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const demo = fileURLToPath(new URL('../src/bin.js', import.meta.url))

export interface DemoRun {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the demo without a terminal, and without whatever the environment of the tests says to it. */
export function runDemo(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<DemoRun> {
  const child = spawn(process.execPath, [demo, ...args], { env })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise((resolve) => {
    child.on('close', (status) => resolve({ status, stdout, stderr }))
  })
}

/** Runs the demo, and closes its stdout after the first chunk, as `head` does. */
export function runDemoForOneChunk(): Promise<Omit<DemoRun, 'stdout'>> {
  const child = spawn(process.execPath, [demo], { env: {} })
  child.stdout.once('data', () => child.stdout.destroy())
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise((resolve) => {
    child.on('close', (status) => resolve({ status, stderr }))
  })
}
