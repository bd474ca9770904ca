import type { MessageReader } from '@sms/core'

/** What the command line uses of `@sms/archive-postgres/workers`, which it does not depend on: that package checks that it fits. */
export interface WorkersPackage {
  openSyncQueue(place: QueuePlace & { readonly create?: boolean }): Promise<OpenQueue>
  startWorker(options: WorkerOptions): Promise<{ readonly stopped: Promise<void> }>
}

interface QueuePlace {
  readonly url: string
  readonly schema?: string
}

interface WorkerOptions extends QueuePlace {
  readonly concurrency?: number
  readonly signal: AbortSignal
  readonly readers: (
    provider: string,
    account: string,
    fetch: typeof globalThis.fetch,
  ) => MessageReader | null
  readonly log: (event: object) => void
}

/** The conversations that workers sync. */
export interface OpenQueue extends AsyncDisposable {
  enqueueSync(request: {
    readonly provider: string
    readonly account?: string | undefined
    readonly participants: AsyncIterable<string> | Iterable<string>
    readonly every?: number | null | undefined
    readonly isUrgent?: boolean | undefined
  }): Promise<number>
  limit(
    account: { readonly provider: string; readonly account: string },
    limits: { readonly perSecond?: number; readonly inFlight?: number },
  ): Promise<void>
  release(account: { readonly provider: string; readonly account: string }): Promise<boolean>
  state(): Promise<QueueReport>
  retry(filter: {
    readonly provider?: string | undefined
    readonly account?: string | undefined
    readonly code?: string | undefined
    readonly conversation?: number | undefined
  }): Promise<number>
}

/** What is due, running and failing. */
export interface QueueReport {
  readonly at: Date
  readonly accounts: readonly ListedAccount[]
  readonly failed: readonly ListedFailure[]
  readonly workers: readonly ListedWorker[]
  readonly neglected: number
}

/** The conversations of one account. */
export interface ListedAccount {
  readonly provider: string
  readonly account: string
  readonly perSecond: number
  readonly inFlight: number
  readonly conversations: number
  readonly due: number
  readonly dueSince: Date | null
  readonly running: number
  readonly runningSince: Date | null
  readonly retrying: number
  readonly failed: number
  readonly heldUntil: Date | null
  readonly heldBecause: string | null
  readonly unservedSince: Date | null
}

/** A conversation that has failed for good. */
export interface ListedFailure {
  readonly provider: string
  readonly account: string
  readonly conversation: number
  readonly failedAt: Date
  readonly code: string
  readonly message: string
}

/** A worker that is there. */
export interface ListedWorker {
  readonly host: string
  readonly pid: number
  readonly startedAt: Date
}
