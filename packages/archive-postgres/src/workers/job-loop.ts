import { setTimeout as pause } from 'node:timers/promises'
import { ArchiveError, type SliceSync, sliceSync } from '@sms/archive/store'
import type { MessageReader } from '@sms/core'
import { type QueueAccount, readAccounts } from './accounts.ts'
import type { FetchedJob } from './sync-attempt.ts'
import { takeDue } from './conversations.ts'
import { failLost } from './failed-syncs.ts'
import { OpenAccounts, type ReaderOfAccount } from './open-accounts.ts'
import { HEARTBEAT_SECONDS, type QueueDatabase, queueOf, within } from './queue-database.ts'
import { checkVersion } from './queue-schema.ts'
import { WorkerStopped } from './run-end.ts'
import { runJob } from './run-job.ts'
import { inTransaction } from './transaction.ts'
import { errorEvent, type WorkerLog } from './worker-log.ts'
import type { PostgresStore } from '../store/postgres-store.ts'

/** What a worker works with. */
export interface WorkerSettings {
  readonly database: QueueDatabase
  readonly store: PostgresStore
  readonly readers: ReaderOfAccount
  readonly concurrency: number
  readonly slicePages: number
  readonly log: WorkerLog
}

interface RunningJob {
  readonly account: QueueAccount
  readonly job: FetchedJob
  readonly abort: AbortController
  readonly ended: Promise<void>
}

// Twice within the time after which a worker counts as ended, and once more in case one is late.
const HEARTBEAT_MS = (HEARTBEAT_SECONDS * 1000) / 3

const IDLE_MS = 500

// As many as are synced within seconds. The others wait for their turn in the order in which they became due.
const MOST_READY = 100

// Conversations that fail keep no other one waiting, unless so many fail: then the provider is probably down.
const MOST_QUEUED = 1000

// A page is read, or given up, by then. Service managers wait longer.
const GRACE_MS = 15_000

/** How long a request may wait for its turn at most, in seconds: a reader gives up after 30. */
const LONGEST_TURN_SECONDS = 4

/** How many requests may wait for one that is in flight to end, for each that may be in flight. */
const MOST_WAITING = 4

/** Takes jobs and runs them, until it is stopped. */
export class JobLoop {
  readonly #settings: WorkerSettings
  readonly #slices: SliceSync
  readonly #accounts: OpenAccounts
  readonly #running = new Set<RunningJob>()
  readonly #stop = new AbortController()
  /** Why it has stopped by itself. */
  #outdated: ArchiveError | null = null
  /** Rotates, so that no account is always served first. */
  #first = 0

  constructor(settings: WorkerSettings) {
    this.#settings = settings
    this.#slices = sliceSync(settings.store)
    const { database, readers, log } = settings
    const giveUp = (accountId: number, reason: Error): void =>
      this.#abort(reason, ({ account }) => account.id === accountId)
    this.#accounts = new OpenAccounts({ database, readers, log, stop: this.#stop.signal, giveUp })
  }

  /** Running jobs end after their pages, and are handed back. */
  stop(): void {
    this.#stop.abort()
  }

  /**
   * Until it is stopped.
   *
   * @throws {ArchiveError} Rejects with `newer_version` if it has stopped because a newer version has changed the tables.
   */
  async run(): Promise<void> {
    const { log } = this.#settings
    const heartbeat = setInterval(() => void this.#beat(), HEARTBEAT_MS)
    try {
      while (!this.#stop.signal.aborted) {
        const hasTaken =
          this.#free > 0 && (await this.#takeJobs().catch((error: unknown) => this.#report(error)))
        if (!hasTaken) await this.#idle()
      }
      log({ event: 'stopping' })
      const grace = setTimeout(() => this.#abort(new WorkerStopped(), () => true), GRACE_MS)
      await Promise.all(this.#pending)
      clearTimeout(grace)
    } finally {
      clearInterval(heartbeat)
      this.#accounts.close()
    }
    if (this.#outdated !== null) throw this.#outdated
  }

  get #free(): number {
    return this.#settings.concurrency - this.#running.size
  }

  /** What a worker that stops waits for. */
  get #pending(): readonly Promise<void>[] {
    return [...[...this.#running].map(({ ended }) => ended), ...this.#accounts.opening]
  }

  /** Until a job ends or may have come, or an account is open. */
  async #idle(): Promise<void> {
    const waiting = new AbortController()
    const signal = AbortSignal.any([waiting.signal, this.#stop.signal])
    const timer = pause(IDLE_MS, undefined, { signal }).catch(() => undefined)
    await Promise.race([timer, ...this.#pending])
    waiting.abort()
  }

  /** @returns Whether there were any. */
  async #takeJobs(): Promise<boolean> {
    const { database } = this.#settings
    const accounts = await readAccounts(database.pool, database.schemas, {
      ready: MOST_READY,
      queued: MOST_QUEUED,
    })
    const usable = accounts.filter(({ isHeld }) => !isHeld)
    this.#first = (this.#first + 1) % Math.max(1, usable.length)
    const inTurn = [...usable.slice(this.#first), ...usable.slice(0, this.#first)]
    let hasTaken = false
    for (const [at, account] of inTurn.entries()) {
      const share = Math.ceil(this.#free / (inTurn.length - at))
      const most = Math.min(share, this.#placesFor(account))
      if (most > 0 && !this.#stop.signal.aborted && (await this.#takeFrom(account, most))) hasTaken = true
    }
    return hasTaken
  }

  /** More jobs than an account's limits allow requests would only wait for each other, and fail if they wait for too long. */
  #placesFor({ id, inFlight, perSecond, running }: QueueAccount): number {
    const here = [...this.#running].filter(({ account }) => account.id === id).length
    const everywhere = Math.min(MOST_WAITING * inFlight, Math.ceil(perSecond * LONGEST_TURN_SECONDS))
    return Math.min(inFlight - here, everywhere - running)
  }

  /** @returns Whether there were any. */
  async #takeFrom(account: QueueAccount, most: number): Promise<boolean> {
    const reader = this.#accounts.readerOf(account)
    if (reader === null) return false
    if (account.hasDue) await this.#queueDue(account)
    const { boss } = this.#settings.database
    const options = { batchSize: most, includeMetadata: true } as const
    const jobs = await boss.fetch<FetchedJob['data']>(queueOf(account.id), options)
    for (const job of jobs) this.#start(account, reader, job)
    return jobs.length > 0
  }

  /** Queues conversations whose time has come. */
  async #queueDue({ id }: QueueAccount): Promise<void> {
    const { boss, pool, schemas } = this.#settings.database
    await inTransaction(pool, async (client) => {
      const due = await takeDue(client, schemas.workers, id, MOST_READY)
      if (due.length === 0) return
      const jobs = due.map((conversation) => ({
        data: { conversation },
        singletonKey: String(conversation),
      }))
      await boss.insert(queueOf(id), jobs, within(client))
    })
  }

  #start(account: QueueAccount, reader: MessageReader, job: FetchedJob): void {
    const { database, store, log, slicePages } = this.#settings
    const abort = new AbortController()
    const settings = {
      database,
      store,
      slices: this.#slices,
      account,
      reader,
      slicePages,
      stop: this.#stop.signal,
      signal: abort.signal,
    }
    const ended = runJob(settings, job, log)
      .catch((error: unknown) => void this.#report(error))
      .finally(() => this.#running.delete(running))
    const running: RunningJob = { account, job, abort, ended }
    this.#running.add(running)
  }

  #abort(reason: Error, isMeant: (running: RunningJob) => boolean): void {
    for (const running of this.#running) if (isMeant(running)) running.abort.abort(reason)
  }

  /** Says that the running jobs are being worked on, and looks after those whose workers have ended too often. */
  async #beat(): Promise<void> {
    const { database } = this.#settings
    const { boss } = database
    const byAccount = Map.groupBy(this.#running, ({ account }) => account.id)
    for (const [account, jobs] of byAccount) {
      const attempts = jobs.map(({ job: { id, retryCount } }) => ({ id, retryCount }))
      await boss.touch(queueOf(account), attempts).catch((error: unknown) => void this.#report(error))
    }
    await failLost(database).catch((error: unknown) => void this.#report(error))
    await checkVersion(database.pool, database.schemas).catch((error: unknown) => this.#stopIfOutdated(error))
  }

  #stopIfOutdated(error: unknown): void {
    // It is reported once, however long the last jobs take.
    if (this.#outdated !== null) return
    this.#report(error)
    if (!ArchiveError.is(error, 'newer_version')) return
    this.#outdated = error
    this.stop()
  }

  /** @returns False: no jobs were taken. */
  #report(error: unknown): false {
    this.#settings.log(errorEvent(error))
    return false
  }
}
