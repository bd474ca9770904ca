import { startArchive } from '@sms/archive/store'
import { asArchiveErrors } from './as-archive-errors.ts'
import { checkWorkerOptions, type WorkerOptions } from './check-options.ts'
import { openPostgresStore } from '../store/postgres-store.ts'
import { openQueueDatabase } from './queue-database.ts'
import { JobLoop } from './job-loop.ts'
import { errorEvent } from './worker-log.ts'

/**
 * A running worker.
 *
 * @example
 * <!-- docs: compile only -->
 * ```ts
 * import { startWorker } from '@sms/archive-postgres/workers'
 * import { createIp1 } from '@sms/ip1'
 *
 * const worker = await startWorker({
 *   url: 'postgres://sms@db.example.com/sms',
 *   readers: (provider, _, fetch) => (provider === 'ip1' ? createIp1({ fetch }) : null),
 * })
 * process.once('SIGTERM', () => void worker.stop())
 * await worker.stopped
 * ```
 */
export interface Worker extends AsyncDisposable {
  /** Resolves when it has stopped. Rejects with `newer_version` if it has, because a newer version has changed the tables. */
  readonly stopped: Promise<void>
  /** Lets each conversation end after its page, hands it back, and closes the connections. */
  stop(): Promise<void>
}

/**
 * Starts a worker in this process. Any number of them share the conversations that `enqueueSync` has asked for. If one
 * ends, even by a crash, the others take its conversations over within 20 seconds.
 *
 * @throws {ArchiveError} Rejects with `storage` if the database cannot be used.
 * @throws {SmsError} Rejects with `invalid_argument` for an option that is unknown or unusable.
 * @example
 * <!-- docs: compile only -->
 * ```ts
 * import { startWorker } from '@sms/archive-postgres/workers'
 * import { createIp1 } from '@sms/ip1'
 *
 * await using worker = await startWorker({
 *   url: 'postgres://sms@db.example.com/sms',
 *   readers: (provider, _, fetch) => (provider === 'ip1' ? createIp1({ fetch }) : null),
 *   log: (event) => console.log(JSON.stringify(event)),
 * })
 * await worker.stopped
 * ```
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { url, schema, readers, concurrency, slicePages, signal, log } = checkWorkerOptions(options)
  const store = await openPostgresStore(url, schema, true)
  // What an earlier process began to erase is erased first.
  const archive = await startArchive(store)
  try {
    const onError = (error: unknown): void => log(errorEvent(error))
    // A job's transactions use the store's connections, but for those that hand it back.
    const role = {
      url,
      schema,
      connections: Math.max(4, Math.ceil(concurrency / 2)),
      isWorker: true,
      onError,
    }
    const database = await asArchiveErrors(schema, () => openQueueDatabase(role))
    const loop = new JobLoop({ database, store, readers, concurrency, slicePages, log })
    const onStop = (): void => loop.stop()
    signal?.addEventListener('abort', onStop, { once: true })
    if (signal?.aborted) loop.stop()
    log({ event: 'started' })
    const run = async (): Promise<void> => {
      try {
        await loop.run()
      } finally {
        signal?.removeEventListener('abort', onStop)
        await database.close()
        await archive.close()
        log({ event: 'stopped' })
      }
    }
    const stopped = run()
    const stop = (): Promise<void> => {
      loop.stop()
      return stopped
    }
    return { stopped, stop, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await archive.close()
    throw error
  }
}
