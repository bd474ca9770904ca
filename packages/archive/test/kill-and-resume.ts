import { watch } from 'node:fs'
import { dirname } from 'node:path'
import { type Run, runSync, type SyncCall } from './run-sync.ts'

/** When a process is killed: after so many pages, at its n-th request, or at the n-th change of the archive's files. */
export interface Kill {
  readonly at: 'page' | 'request' | 'write'
  readonly count: number
}

/** What a sync cost that was killed again and again. */
export interface KillReport {
  readonly kills: number
  readonly requests: number
  /** The report of the run that was not killed. */
  readonly last: Record<string, unknown> | undefined
}

/** Counts the requests of a simulator, answered or not, and calls back at one of them. */
export class RequestCounter {
  count = 0
  #left = Infinity
  #act: () => void = () => undefined

  /** Is to be called for each request. */
  readonly note = (): void => {
    this.count += 1
    this.#left -= 1
    if (this.#left === 0) this.#act()
  }

  at(count: number, act: () => void): void {
    this.#left = count
    this.#act = act
  }
}

/** Runs a sync and kills it, once for each of the kills, and then lets it end. */
export async function killAndResume(
  call: SyncCall,
  requests: RequestCounter,
  kills: readonly Kill[],
): Promise<KillReport> {
  const before = requests.count
  let killed = 0
  for (const kill of kills) {
    const { signal } = await runUntil(kill, call, requests)
    killed += signal === 'SIGKILL' ? 1 : 0
  }
  const { reports } = await runSync(call)
  return { kills: killed, requests: requests.count - before, last: reports.at(-1) }
}

async function runUntil({ at, count }: Kill, call: SyncCall, requests: RequestCounter): Promise<Run> {
  if (at === 'page') return runSync(call, { killAfter: count })
  if (at === 'request') {
    const run = await runSync(call, { onStart: (kill) => requests.at(count, kill) })
    requests.at(Infinity, () => undefined)
    return run
  }
  let left = count
  let kill: (() => void) | null = null
  const watcher = watch(dirname(call.path), () => {
    left -= 1
    if (left === 0) kill?.()
  })
  const run = await runSync(call, {
    onStart(act) {
      kill = act
    },
  })
  watcher.close()
  return run
}
