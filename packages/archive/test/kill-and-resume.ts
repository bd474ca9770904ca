import { type Run, runSync, type SyncCall } from './run-sync.ts'

/** When a process is killed: after so many pages, at its n-th request, or at the n-th time that it writes to the archive. */
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

/** Counts what happens, such as requests of a simulator, answered or not, and calls back once at the n-th from then on. */
export class EventCounter {
  count = 0
  #left = Infinity
  #act: () => void = () => undefined

  /** Is to be called each time. */
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

/** What is counted while processes run. */
export interface Events {
  readonly request: EventCounter
  readonly write: EventCounter
}

/** Runs a sync and kills it, once for each of the kills, and then lets it end. */
export async function killAndResume(
  call: SyncCall,
  events: Events,
  kills: readonly Kill[],
): Promise<KillReport> {
  const before = events.request.count
  let killed = 0
  for (const kill of kills) {
    const { signal } = await runUntil(kill, call, events)
    killed += signal === 'SIGKILL' ? 1 : 0
  }
  const { reports } = await runSync(call)
  return { kills: killed, requests: events.request.count - before, last: reports.at(-1) }
}

async function runUntil({ at, count }: Kill, call: SyncCall, events: Events): Promise<Run> {
  if (at === 'page') return runSync(call, { killAfter: count })
  const run = await runSync(call, { onStart: (kill) => events[at].at(count, kill) })
  events[at].at(Infinity, () => undefined)
  return run
}
