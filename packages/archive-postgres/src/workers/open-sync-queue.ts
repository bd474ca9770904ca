import { checkNames, invalidOption } from '@sms/archive/store'
import {
  type AccountLimits,
  type AccountName,
  limitAccount,
  openAccount,
  releaseAccount,
} from './accounts.ts'
import { asArchiveErrors } from './as-archive-errors.ts'
import { checkCount, checkDatabase, type DatabaseOptions } from './check-options.ts'
import { enqueueSync, type SyncRequest } from './enqueue-sync.ts'
import { openPostgresStore } from '../store/postgres-store.ts'
import { openQueueDatabase, type QueueDatabase } from './queue-database.ts'
import { readQueueState, type QueueState } from './queue-state.ts'
import { retryFailed, type RetryFilter } from './failed-syncs.ts'

/** Where the queue is. */
export interface QueueOptions extends DatabaseOptions {
  /** Whether the archive is made if it is missing. Else it is `not_an_archive` then. Default: true. */
  readonly create?: boolean | undefined
}

/**
 * The conversations that workers sync, and how they do.
 *
 * @example
 * <!-- docs: compile only -->
 * ```ts
 * import { openSyncQueue } from '@sms/archive-postgres/workers'
 *
 * const queue = await openSyncQueue({ url: 'postgres://sms@db.example.com/sms' })
 * await queue.limit({ provider: 'ip1', account: 'default' }, { perSecond: 20, inFlight: 8 })
 * await queue.enqueueSync({ provider: 'ip1', participants: '+46701740605', isUrgent: true })
 * const { accounts, failed } = await queue.state()
 * console.log(accounts[0]?.heldUntil, failed[0]?.message)
 * await queue.retry({ code: 'unavailable' })
 * await queue.close()
 * ```
 */
export interface SyncQueue extends AsyncDisposable {
  /**
   * Asks the workers to sync conversations. One that is being synced is synced once more. Participants who were erased are left
   * out.
   *
   * @returns How many conversations there are.
   * @throws {SmsError} Rejects with `invalid_argument` for an option that is unknown or unusable.
   */
  enqueueSync(request: SyncRequest): Promise<number>
  /** Changes what an account's provider allows. Workers follow it from the next request on. */
  limit(account: AccountName, limits: AccountLimits): Promise<void>
  /**
   * Ends the pause of an account: its credentials were corrected, or its provider accepts requests again. Workers continue with it
   * within a second. If the provider refuses once more, it is held again.
   *
   * @returns Whether it was held.
   * @throws {SmsError} Rejects with `invalid_argument` if there is no such account.
   */
  release(account: AccountName): Promise<boolean>
  /** What is due, running and failing, and when each account may continue. */
  state(): Promise<QueueState>
  /**
   * Queues conversations again that have failed for good.
   *
   * @returns How many there are.
   */
  retry(filter?: RetryFilter): Promise<number>
  /** Ends the connections. Workers go on. */
  close(): Promise<void>
}

const MOST_IN_FLIGHT = 1000
// A request waits for its turn for less time than that after which a reader gives it up: 30 seconds.
const FEWEST_PER_SECOND = 0.1

/**
 * Opens the queue beside an archive. The archive and the queue are made if they are missing.
 *
 * @throws {ArchiveError} Rejects with `not_an_archive` for a schema that contains something else, `newer_version` for a queue or an
 * archive that a newer version of the package has written, and `storage` if the database cannot be used.
 * @throws {SmsError} Rejects with `invalid_argument` for an option that is unknown or unusable.
 * @example
 * <!-- docs: compile only -->
 * ```ts
 * import { openSyncQueue } from '@sms/archive-postgres/workers'
 *
 * await using queue = await openSyncQueue({ url: 'postgres://sms@db.example.com/sms' })
 * await queue.enqueueSync({ provider: 'ip1', participants: ['+46701740605'], every: 900 })
 * const { accounts, failed } = await queue.state()
 * console.log(accounts[0]?.due, failed.length)
 * ```
 */
export async function openSyncQueue(options: QueueOptions): Promise<SyncQueue> {
  checkNames(options, ['url', 'schema', 'create'])
  const { url, schema } = checkDatabase(options)
  const store = await openPostgresStore(url, schema, true, options.create ?? true)
  // A call that needs a lost connection fails by itself.
  const role = { url, schema, connections: 2, isWorker: false, onError: () => {} }
  const database = await asArchiveErrors(schema, () => openQueueDatabase(role)).catch(
    async (error: unknown) => {
      await store.close()
      throw error
    },
  )
  const close = async (): Promise<void> => {
    await database.close()
    await store.close()
  }
  return {
    enqueueSync: (syncRequest) => asArchiveErrors(schema, () => enqueueSync(store, database, syncRequest)),
    limit: (account, limits) => asArchiveErrors(schema, () => limit(database, account, limits)),
    release: (account) => asArchiveErrors(schema, () => release(database, account)),
    state: () => asArchiveErrors(schema, () => readQueueState(database)),
    retry: (filter = {}) =>
      asArchiveErrors(schema, () => retryFailed(database.pool, database.schemas.workers, filter)),
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function limit(
  { pool, schemas: { workers } }: QueueDatabase,
  account: AccountName,
  { perSecond, inFlight }: AccountLimits,
): Promise<void> {
  if (perSecond !== undefined && !(perSecond >= FEWEST_PER_SECOND && perSecond < Infinity))
    throw invalidOption('perSecond', `a number, ${FEWEST_PER_SECOND} or more`)
  if (inFlight !== undefined) checkCount('inFlight', inFlight, MOST_IN_FLIGHT)
  await limitAccount(pool, workers, await openAccount(pool, workers, account), { perSecond, inFlight })
}

async function release({ pool, schemas }: QueueDatabase, account: AccountName): Promise<boolean> {
  const wasHeld = await releaseAccount(pool, schemas.workers, account)
  if (wasHeld === null) throw invalidOption('account', 'an account of this provider that the queue lists')
  return wasHeld
}
