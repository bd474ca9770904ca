import { type MessageReader, SmsError } from '@sms/core'
import type { QueueAccount } from './accounts.ts'
import { limitedFetch } from './limited-fetch.ts'
import { Permits } from './permits.ts'
import { persist } from './persist.ts'
import { createQueue, type QueueDatabase } from './queue-database.ts'
import { errorEvent, type WorkerLog } from './worker-log.ts'

/** Makes the reader of an account; null if this worker has no credentials of it. */
export type ReaderOfAccount = (
  provider: string,
  account: string,
  fetch: typeof globalThis.fetch,
) => MessageReader | null | Promise<MessageReader | null>

/** What accounts are opened with. */
export interface OpeningSettings {
  readonly database: QueueDatabase
  readonly readers: ReaderOfAccount
  readonly log: WorkerLog
  /** No account is opened any more. */
  readonly stop: AbortSignal
  /** An account is held, or the database fails: the requests of the account are given up. */
  readonly giveUp: (accountId: number, reason: Error) => void
}

// What failed to open is opened again so much later, and not with each look at the queue.
const REOPEN_MS = 2000

/** A reader that is not made by then is made anew. */
const LONGEST_OPENING_SECONDS = 30

/** The accounts of a worker. Each is opened by itself: the others do not wait for one whose reader takes long, or is never made. */
export class OpenAccounts {
  readonly #settings: OpeningSettings
  readonly #readers = new Map<number, MessageReader | null>()
  /** All readers of an account share its permits: one that is made too late may still send requests. */
  readonly #permits = new Map<number, Permits>()
  readonly #opening = new Map<number, Promise<void>>()
  /** When an account is opened again that failed to open. */
  readonly #reopenAt = new Map<number, number>()

  constructor(settings: OpeningSettings) {
    this.#settings = settings
  }

  /** @returns Null if this worker does not read the account, or not yet: then it is being opened. */
  readerOf(account: QueueAccount): MessageReader | null {
    const { id } = account
    const isUnknown = !this.#readers.has(id) && !this.#opening.has(id)
    if (isUnknown && performance.now() >= (this.#reopenAt.get(id) ?? 0))
      this.#opening.set(id, this.#open(account))
    return this.#readers.get(id) ?? null
  }

  /** Each resolves when an account is open, or has failed to open; soon if the worker stops. */
  get opening(): readonly Promise<void>[] {
    return [...this.#opening.values()]
  }

  /** A reader that is still being made sends no more requests. */
  close(): void {
    for (const permits of this.#permits.values()) permits.close()
  }

  async #open(account: QueueAccount): Promise<void> {
    const { id } = account
    try {
      this.#readers.set(id, await this.#openReader(account))
    } catch (error) {
      this.#reopenAt.set(id, performance.now() + REOPEN_MS)
      this.#report(error, account)
    } finally {
      this.#opening.delete(id)
    }
  }

  async #openReader(account: QueueAccount): Promise<MessageReader | null> {
    const { database, log, giveUp } = this.#settings
    const { id, provider, account: name } = account
    const fetch = limitedFetch({
      permits: this.#permitsOf(account),
      onPause: (seconds) =>
        log({ event: 'account held', provider, account: name, seconds, because: 'rate_limited' }),
      giveUp: (reason) => giveUp(id, reason),
    })
    const reader = await this.#makeReader(account, fetch)
    if (reader !== null) await persist(() => createQueue(database.boss, id))
    return reader
  }

  #permitsOf(account: QueueAccount): Permits {
    const { id } = account
    const known = this.#permits.get(id)
    if (known !== undefined) return known
    const { pool, schemas } = this.#settings.database
    const permits = new Permits(pool, schemas.workers, id, (error) => this.#report(error, account))
    this.#permits.set(id, permits)
    return permits
  }

  async #makeReader(
    { provider, account }: QueueAccount,
    fetch: typeof globalThis.fetch,
  ): Promise<MessageReader | null> {
    const { readers, stop } = this.#settings
    const { promise: ended, resolve, reject } = Promise.withResolvers<null>()
    const onStop = (): void => resolve(null)
    const onLate = (): void => {
      const message = `The reader of ${provider} (${account}) was not made within ${LONGEST_OPENING_SECONDS} seconds. Find out what the function \`readers\` waits for. It is called again.`
      reject(new SmsError('timeout', message, { provider }))
    }
    const timer = setTimeout(onLate, LONGEST_OPENING_SECONDS * 1000)
    stop.addEventListener('abort', onStop, { once: true })
    try {
      return await Promise.race([readers(provider, account, fetch), ended])
    } finally {
      clearTimeout(timer)
      stop.removeEventListener('abort', onStop)
    }
  }

  #report(error: unknown, { provider, account }: QueueAccount): void {
    this.#settings.log(errorEvent(error, { provider, account }))
  }
}
