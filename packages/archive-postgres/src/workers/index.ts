/**
 * Syncs the conversations of an archive in PostgreSQL on any number of machines.
 *
 * @module @sms/archive-postgres/workers
 */
export type { AccountLimits, AccountName } from './accounts.ts'
export type { DatabaseOptions, WorkerOptions } from './check-options.ts'
export type { FailedSync, RetryFilter } from './failed-syncs.ts'
export type { SyncRequest } from './enqueue-sync.ts'
export { openSyncQueue, type QueueOptions, type SyncQueue } from './open-sync-queue.ts'
export type { AccountState, QueueState, WorkerState } from './queue-state.ts'
export { startWorker, type Worker } from './start-worker.ts'
export type { ReaderOfAccount } from './open-accounts.ts'
export type {
  AccountHeldEvent,
  ErrorEvent,
  JobEndedEvent,
  JobEvent,
  JobStartedEvent,
  LifeEvent,
  WorkerEvent,
  WorkerLog,
} from './worker-log.ts'
