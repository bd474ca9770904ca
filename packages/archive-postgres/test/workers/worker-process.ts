import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { WorkerEvent, WorkerOptions } from '@sms/archive-postgres/workers'

const PROGRAM = fileURLToPath(new URL('programs/worker.ts', import.meta.url))

/** What the program is told. */
export interface WorkerSettings extends Pick<WorkerOptions, 'url' | 'schema' | 'concurrency' | 'slicePages'> {
  /** The options of the factory, by the account's name. */
  readonly accounts: Readonly<Record<string, object>>
  /** Whether it suspends itself as soon as it has reported its first job, and before it begins to work on it. */
  readonly suspendsItself?: boolean
}

/** A job that a worker has begun. */
export interface StartedJob {
  readonly job: string
  readonly attempt: number
  readonly conversation: number
}

/** A worker in a process of its own. */
export class WorkerProcess implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #exit: Promise<unknown>
  readonly #running = new Map<string, StartedJob>()

  /** @param onEvent What the worker reports. */
  constructor(settings: WorkerSettings, onEvent: (event: WorkerEvent) => void) {
    this.#child = spawn(process.execPath, [PROGRAM, JSON.stringify(settings)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#exit = once(this.#child, 'exit')
    if (this.#child.stdout === null) throw new Error('The output is piped.')
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      const event: WorkerEvent = JSON.parse(line)
      if (event.event === 'job started') this.#running.set(event.job, event)
      if (event.event === 'job ended') this.#running.delete(event.job)
      onEvent(event)
    })
  }

  /** What it works on, as far as it has reported. */
  get running(): readonly StartedJob[] {
    return [...this.#running.values()]
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Kills it, and returns what it worked on. */
  async kill(): Promise<readonly StartedJob[]> {
    this.#child.kill('SIGKILL')
    await this.#exit
    return this.running
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
  }
}
