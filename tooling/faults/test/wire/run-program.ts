import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

// A program is killed when it takes longer than this, in milliseconds: it hangs.
const PATIENCE = 20_000

// And when it is still there so long after it printed its outcome. Sockets that are kept open for later requests would
// keep it alive for four seconds.
const LINGERING = 2500

/** What became of a program. */
export interface Outcome {
  /** What it printed, parsed as JSON. */
  readonly printed: unknown
  /** Null where it had to be killed. */
  readonly exitCode: number | null
}

/** Runs one of `programs/` in a process of its own. */
export async function runProgram(name: string, ...words: readonly string[]): Promise<Outcome> {
  const file = fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url))
  const child = spawn(process.execPath, [file, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: PATIENCE,
  })
  let printed = ''
  let lingering: NodeJS.Timeout | undefined
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
    lingering ??= setTimeout(() => child.kill(), LINGERING)
  })
  const [exitCode] = (await once(child, 'close')) as [number | null]
  clearTimeout(lingering)
  return { printed: JSON.parse(printed), exitCode }
}
