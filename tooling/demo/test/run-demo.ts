import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const demo = fileURLToPath(new URL('../src/demo.ts', import.meta.url))

/** Runs the demo without a terminal, and without whatever the environment of the tests says to it. */
export function runDemo(environment: Readonly<Record<string, string>>, ...args: readonly string[]): DemoRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, [demo, ...args], {
    env: environment,
    encoding: 'utf8',
    timeout: 20_000,
  })
  return { status, stdout, stderr }
}

export interface DemoRun {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}
