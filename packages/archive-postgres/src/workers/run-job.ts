import { ArchiveError } from '@sms/archive'
import { isComplete, type Lease, type PartReport, type SliceSync, type SyncEnd } from '@sms/archive/store'
import type { MessageReader } from '@sms/core'
import type { PostgresStore } from '../store/postgres-store.ts'
import { type QueueAccount, holdAccount } from './accounts.ts'
import { beginRun, endRun, type Run } from './conversations.ts'
import { type QueueDatabase, LONGEST_RETRY_SECONDS, queueOf, RETRIES, within } from './queue-database.ts'
import { noteServed, noteUnavailable, unavailableError } from './outages.ts'
import { type Verdict, verdictOf, verdictOfOutage } from './run-end.ts'
import { persist } from './persist.ts'
import { inTransaction } from './transaction.ts'
import { queueUrgently } from './urgent-jobs.ts'
import type { WorkerLog } from './worker-log.ts'
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

/** What a job is run with. */
export interface JobContext {
  readonly database: QueueDatabase
  readonly store: PostgresStore
  readonly slices: SliceSync
  readonly account: QueueAccount
  readonly reader: MessageReader
  readonly log: WorkerLog
  /** After how many pages with new messages a first read is interrupted. */
  readonly slicePages: number
  /** The job ends after its page. */
  readonly stop: AbortSignal
  /** The job ends at once, for the signal's reason. */
  readonly signal: AbortSignal
}

/** Syncs one conversation, or a slice of it. Whatever happens, the job is completed, handed back or failed. */
export async function runJob(context: JobContext, job: FetchedJob): Promise<void> {
  const { account, log } = context
  const started = performance.now()
  const { conversation } = job.data
  const { provider, account: name } = account
  const fields = { job: job.id, conversation, provider, account: name }
  log({ event: 'job started', ...fields, attempt: RETRIES - job.retryLimit + job.retryCount })
  const { verdict, report } = await settled(context, job)
  const milliseconds = Math.round(performance.now() - started)
  const hold = verdict?.hold ?? null
  if (hold !== null) log({ event: 'account held', provider, account: name, ...hold })
  const { added, updated, vanished, requests } = report ?? {}
  const { code, message } = verdict?.end.kind === 'failed' ? verdict.end : {}
  const outcome = verdict?.end.kind ?? 'lost'
  log({
    event: 'job ended',
    ...fields,
    outcome,
    milliseconds,
    added,
    updated,
    vanished,
    requests,
    code,
    message,
  })
}

interface Settlement {
  /** Null if another worker has the job. */
  readonly verdict: Verdict | null
  readonly report: PartReport | null
}

async function settled(context: JobContext, job: FetchedJob): Promise<Settlement> {
  const { database, store, account } = context
  const { pool, schemas } = database
  const { conversation } = job.data
  const run = { conversation, queue: queueOf(account.id), job: job.id, retryCount: job.retryCount }
  let settlement: Settlement | null = null
  let hasRead = false
  const onPage = (): void => {
    hasRead = true
  }
  const release = async (lease: Lease, end: SyncEnd<PartReport>): Promise<void> => {
    let settling: Settlement | null = null
    await store.releaseLease(lease, isComplete(end), async (connection) => {
      settling = await settle(context, job, { run, end, hasRead }, sqlClient(connection))
    })
    // Now it is committed.
    settlement = settling
  }
  let end: SyncEnd<PartReport>
  try {
    if (!(await persist(() => beginRun(pool, schemas, run)))) return { verdict: null, report: null }
    end = { report: await sync(context, conversation, { onPage, release }) }
  } catch (error) {
    end = { error }
  }
  // Without a lease: it was not got, or is lost. The attempt may still be the one that counts.
  return (
    settlement ??
    persist(() => inTransaction(pool, (client) => settle(context, job, { run, end, hasRead }, client)))
  )
}

/** An attempt, and how it has ended. */
interface Attempt {
  readonly run: Run
  readonly end: SyncEnd<PartReport>
  /** Whether the provider has served a page. */
  readonly hasRead: boolean
}

/** Ends an attempt, unless a later one has begun: then nothing is changed. */
async function settle(
  context: JobContext,
  job: FetchedJob,
  attempt: Attempt,
  client: SqlClient,
): Promise<Settlement> {
  const { database, account } = context
  const { workers } = database.schemas
  const { run, end, hasRead } = attempt
  const report = 'report' in end ? end.report : null
  const verdict = await judge(context, job, attempt, client)
  const ended = await endRun(client, workers, run, verdict.end)
  if (ended === null) return { verdict: null, report }
  await endJob(context, job, verdict, client)
  if (ended.isUrgent) await queueUrgently(database, account.id, [run.conversation], client)
  const { hold } = verdict
  if (hasRead && unavailableError(end) === null) await noteServed(client, workers, account.id)
  if (hold !== null) await holdAccount(client, workers, account.id, hold)
  return { verdict, report }
}

/** What the end of an attempt means. */
async function judge(
  { database, account }: JobContext,
  { retryCount, retryLimit }: FetchedJob,
  { run, end }: Attempt,
  client: SqlClient,
): Promise<Verdict> {
  const error = unavailableError(end)
  if (error !== null) {
    const outage = await noteUnavailable(client, database.schemas.workers, account.id, run)
    if (outage !== null) return verdictOfOutage(error, outage)
  }
  return verdictOf(end, retryCount >= retryLimit)
}

interface SyncHooks {
  readonly onPage: () => void
  readonly release: (lease: Lease, end: SyncEnd<PartReport>) => Promise<void>
}

async function sync(
  { store, slices, account, reader, slicePages, stop, signal }: JobContext,
  conversation: number,
  { onPage, release }: SyncHooks,
): Promise<PartReport> {
  const [found] = await store.readParticipants(conversation - 1, 1)
  if (found?.id !== conversation) throw new ArchiveError('erased', 'The conversation is not stored any more.')
  const options = { account: account.account, concurrency: 1, signal, onPage }
  return slices.sync(reader, found.participant, options, { pages: slicePages, stop, release })
}

async function endJob(
  { database: { boss }, account }: JobContext,
  job: FetchedJob,
  { end, again }: Verdict,
  client: SqlClient,
): Promise<void> {
  const queue = queueOf(account.id)
  const options = within(client)
  const { id, retryCount, data, priority } = job
  const attempt = { id, retryCount }
  if (end.kind === 'failed' && !end.isFinal && again === null) {
    await boss.fail(queue, attempt, { code: end.code, message: end.message }, options)
    return
  }
  await boss.complete(queue, attempt, null, options)
  if (again === null) return
  const next = { data, singletonKey: String(data.conversation), priority, startAfter: again.delay }
  await boss.insert(queue, [{ ...next, ...(again.hasAdvanced ? {} : attemptsLeft(job)) }], options)
}

/** What a job takes over from the one that it continues: as many attempts, and as long pauses between them. */
function attemptsLeft({ retryCount, retryLimit, retryDelay }: FetchedJob): Partial<FetchedJob> {
  return {
    retryLimit: retryLimit - retryCount,
    retryDelay: Math.min(retryDelay * 2 ** retryCount, LONGEST_RETRY_SECONDS),
  }
}
