import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { SyncOptions } from '@sms/archive'
import type { ProviderName, SimulatedAccount } from '@sms/simulator'

/** The program that syncs into a file. */
export const SYNC_INTO_FILE: string = fileURLToPath(new URL('programs/sync.ts', import.meta.url))

/** What a program has printed, and how it has ended. */
export interface Run {
  readonly pages: number
  /** What it printed as JSON. */
  readonly reports: readonly Record<string, unknown>[]
  readonly signal: NodeJS.Signals | null
  readonly code: number | null
}

/** What a program syncs, and where from. */
export interface SyncCall {
  /** A file that calls `syncAsTold`. Default: `SYNC_INTO_FILE`. */
  readonly program?: string
  /** Where the archive is. */
  readonly path: string
  readonly provider: ProviderName
  /** The options of the provider's factory. */
  readonly account: SimulatedAccount
  /** Undefined for all that the provider lists. */
  readonly participant?: string
  readonly options?: Pick<SyncOptions, 'pageSize' | 'refreshDays'>
}

/** How a program is run. */
export interface RunOptions {
  /** After so many pages the process is killed. */
  readonly killAfter?: number
  /** Called when the process has started, with what kills it. */
  readonly onStart?: (kill: () => void) => void
  /** What a shell does first. */
  readonly shell?: string
  readonly spawn?: SpawnOptions
}

/** Runs a sync in a process of its own. */
export async function runSync(
  { program = SYNC_INTO_FILE, path, provider, account, participant, options: sync }: SyncCall,
  options: RunOptions = {},
): Promise<Run> {
  const { killAfter = Infinity, shell, onStart } = options
  const settings = JSON.stringify({ account, sync })
  const words = [path, provider, settings, ...(participant === undefined ? [] : [participant])]
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', program, ...words]
  const command = shell === undefined ? node : ['sh', '-c', `${shell}; exec "$@"`, 'sh', ...node]
  const child: ChildProcess = spawn(command[0] ?? '', command.slice(1), {
    ...options.spawn,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  onStart?.(() => child.kill('SIGKILL'))
  const reports: Record<string, unknown>[] = []
  let pages = 0
  if (child.stdout !== null) {
    for await (const line of createInterface({ input: child.stdout })) {
      if (line !== 'page') reports.push(JSON.parse(line))
      else if ((pages += 1) === killAfter) child.kill('SIGKILL')
    }
  }
  const [code, signal] = await ended
  return { pages, reports, signal, code }
}
