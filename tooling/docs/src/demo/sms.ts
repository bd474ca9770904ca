import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('dist/bin.js', import.meta.resolve('@sms/cli/package.json')))

/** Prints a command and its output, as it looks when someone types it on a terminal. Returns its exit code. */
export async function show(...args: readonly string[]): Promise<number> {
  process.stdout.write(`$ sms ${args.join(' ')}\n`)
  const forReading = process.stdout.isTTY ? [] : ['--format', 'transcript']
  const child = spawn(process.execPath, [bin, ...args, ...forReading], { stdio: 'inherit' })
  const [status] = (await once(child, 'close')) as [number | null]
  process.stdout.write('\n')
  return status ?? 1
}

/** What the demo needs of the report of `sms providers`. */
export interface DemoProvider {
  readonly provider: string
  readonly credentials: Readonly<Record<string, 'set' | 'not set'>>
  readonly capabilities: {
    readonly orders: readonly string[]
    readonly conversations: boolean
    readonly summary: boolean
  }
}

export function demoProviders(): readonly DemoProvider[] {
  const { stdout } = spawnSync(process.execPath, [bin, 'providers', '--format', 'jsonl'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as DemoProvider)
}
