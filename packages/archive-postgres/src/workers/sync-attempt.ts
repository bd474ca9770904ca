import { ArchiveError } from '@sms/archive'
import { isComplete, type Lease, type PartReport, type SliceSync, type SyncEnd } from '@sms/archive/store'
import type { MessageReader } from '@sms/core'
import type { PostgresStore } from '../store/postgres-store.ts'
import { type QueueAccount, holdAccount } from './accounts.ts'
import { beginRun, endRun, type Run } from './conversations.ts'
import { type QueueDatabase, LONGEST_RETRY_SECONDS, queueOf, within } from './queue-database.ts'
import { noteServed, noteUnavailable, unavailableError } from './outages.ts'
import { type Verdict, verdictOf, verdictOfOutage } from './run-end.ts'
import { persist } from './persist.ts'
import { inTransaction } from './transaction.ts'
import { queueUrgently } from './urgent-jobs.ts'
import { type SqlClient, sqlClient } from './sql-client.ts'

/** A job as it was fetched. */
export interface FetchedJob {
  readonly id: string
  readonly retryCount: number
  readonly retryLimit: number
  /** Seconds, before they grow with each attempt. */
  readonly retryDelay: number
  readonly data: { readonly conversation: number }
  readonly priority: number
}

/** What an attempt works with. */
export interface SyncAttemptSettings {
  readonly database: QueueDatabase
  readonly store: PostgresStore
  readonly slices: SliceSync
  readonly account: QueueAccount
  readonly reader: MessageReader
  /** After how many pages with new messages a first read is interrupted. */
  readonly slicePages: number
  /** The attempt ends after its page. */
  readonly stop: AbortSignal
  /** The attempt ends at once, for the signal's reason. */
  readonly signal: AbortSignal
}

/** What became of an attempt. */
export interface Settlement {
  /** Null if another worker has the job. */
  readonly verdict: Verdict | null
  readonly report: PartReport | null
}

/** An attempt to sync the conversation of a job, or a slice of it. */
export class SyncAttempt {
  readonly #settings: SyncAttemptSettings
  readonly #job: FetchedJob
  readonly #run: Run
  /** Whether the provider has served a page. */
  #hasRead = false
  /** Null until it is committed, or if the lease was not got or is lost. */
  #settlement: Settlement | null = null

  constructor(settings: SyncAttemptSettings, job: FetchedJob) {
    this.#settings = settings
    this.#job = job
    const queue = queueOf(settings.account.id)
    this.#run = { conversation: job.data.conversation, queue, job: job.id, retryCount: job.retryCount }
  }

  /** Syncs the conversation. Whatever happens, the job is completed, handed back or failed. */
  async settle(): Promise<Settlement> {
    const { pool, schemas } = this.#settings.database
    let end: SyncEnd<PartReport>
    try {
      if (!(await persist(() => beginRun(pool, schemas, this.#run)))) return { verdict: null, report: null }
      end = { report: await this.#sync() }
    } catch (error) {
      end = { error }
    }
    // Without a lease, the attempt may still be the one that counts.
    return this.#settlement ?? persist(() => inTransaction(pool, (client) => this.#end(end, client)))
  }

  async #sync(): Promise<PartReport> {
    const { store, slices, account, reader, slicePages, stop, signal } = this.#settings
    const { conversation } = this.#run
    const [found] = await store.readParticipants(conversation - 1, 1)
    if (found?.id !== conversation)
      throw new ArchiveError('erased', 'The conversation is not stored any more.')
    const onPage = (): void => {
      this.#hasRead = true
    }
    const release = (lease: Lease, end: SyncEnd<PartReport>): Promise<void> => this.#release(lease, end)
    const options = { account: account.account, concurrency: 1, signal, onPage }
    return slices.sync(reader, found.participant, options, { pages: slicePages, stop, release })
  }

  /** Ends the lease and the attempt in one transaction. */
  async #release(lease: Lease, end: SyncEnd<PartReport>): Promise<void> {
    let settlement: Settlement | null = null
    await this.#settings.store.releaseLease(lease, isComplete(end), async (connection) => {
      settlement = await this.#end(end, sqlClient(connection))
    })
    this.#settlement = settlement
  }

  /** Ends the attempt, unless a later one has begun: then nothing is changed. */
  async #end(end: SyncEnd<PartReport>, client: SqlClient): Promise<Settlement> {
    const { database, account } = this.#settings
    const { workers } = database.schemas
    const report = 'report' in end ? end.report : null
    const verdict = await this.#judge(end, client)
    const ended = await endRun(client, workers, this.#run, verdict.end)
    if (ended === null) return { verdict: null, report }
    await this.#endJob(verdict, client)
    if (ended.isUrgent) await queueUrgently(database, account.id, [this.#run.conversation], client)
    const { hold } = verdict
    if (this.#hasRead && unavailableError(end) === null) await noteServed(client, workers, account.id)
    if (hold !== null) await holdAccount(client, workers, account.id, hold)
    return { verdict, report }
  }

  async #judge(end: SyncEnd<PartReport>, client: SqlClient): Promise<Verdict> {
    const { database, account } = this.#settings
    const { retryCount, retryLimit } = this.#job
    const error = unavailableError(end)
    if (error !== null) {
      const outage = await noteUnavailable(client, database.schemas.workers, account.id, this.#run)
      if (outage !== null) return verdictOfOutage(error, outage)
    }
    return verdictOf(end, retryCount >= retryLimit)
  }

  async #endJob({ end, again }: Verdict, client: SqlClient): Promise<void> {
    const { boss } = this.#settings.database
    const { queue } = this.#run
    const options = within(client)
    const { id, retryCount, data, priority } = this.#job
    const attempt = { id, retryCount }
    if (end.kind === 'failed' && !end.isFinal && again === null) {
      await boss.fail(queue, attempt, { code: end.code, message: end.message }, options)
      return
    }
    await boss.complete(queue, attempt, null, options)
    if (again === null) return
    const next = { data, singletonKey: String(data.conversation), priority, startAfter: again.delay }
    await boss.insert(queue, [{ ...next, ...(again.hasAdvanced ? {} : attemptsLeft(this.#job)) }], options)
  }
}

/** What a job takes over from the one that it continues: as many attempts, and as long pauses between them. */
function attemptsLeft({ retryCount, retryLimit, retryDelay }: FetchedJob): Partial<FetchedJob> {
  return {
    retryLimit: retryLimit - retryCount,
    retryDelay: Math.min(retryDelay * 2 ** retryCount, LONGEST_RETRY_SECONDS),
  }
}
