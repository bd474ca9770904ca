import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'pg'
import { holdAccount } from './accounts.ts'
import { persist } from './persist.ts'
import { mayPass, toQueueError } from './queue-error.ts'

/** The right to send one request. */
export interface Permit {
  /** The request is not in flight any more. */
  release(): void
}

/** An account may not be used for longer than it is worth waiting. */
export class AccountHeld extends Error {}

// A worker that has not said for so long that a request is in flight has ended.
const FLIGHT_MS = 20_000
const RENEWAL_MS = 5_000

// In seconds for as many requests as an account allows in one. A request may arrive up to a tenth of a second late, because its
// process was busy, and still be within the limit of every second.
const SPREAD_SECONDS = 1.1

// Requests in flight end at any moment.
const FULL_PAUSE_MS = 25

// For a longer pause, a job is handed back: another account can use its place.
const LONGEST_HOLD_MS = 2_000

// A database that restarts is back by then.
const DATABASE_PAUSE_MS = 250

const HELD = 'The provider has asked for a pause.'

const STOPPED = 'The worker has stopped, and sends no more requests.'

interface Refusal {
  readonly held: number
  readonly early: number
}

/**
 * Permits for the requests of one account, in one process. How many are sent per second, and how many are in flight, is
 * counted in the account's row, by the database's clock: so it holds for all workers together.
 */
export class Permits {
  readonly #pool: Pool
  readonly #schema: string
  readonly #account: number
  readonly #onError: (error: unknown) => void
  /** The requests in flight of this process. */
  readonly #flights = new Set<string>()
  /** The request of this process that waits in front of the others. */
  #turn: Promise<unknown> = Promise.resolve()
  #renewal: NodeJS.Timeout | undefined
  /** The last renewal. A request that ends meanwhile is removed after it. */
  #renewed: Promise<unknown> = Promise.resolve()
  #isClosed = false

  /** @param onError The database cannot note which requests are in flight, for a reason that does not pass. */
  constructor(pool: Pool, schema: string, account: number, onError: (error: unknown) => void) {
    this.#pool = pool
    this.#schema = schema
    this.#account = account
    this.#onError = onError
  }

  /**
   * Waits until a request may be sent.
   *
   * @throws {AccountHeld} if the provider has asked for a pause that is not worth waiting for.
   * @throws {Error} if the worker has stopped; or the signal's own reason.
   * @throws {ArchiveError} if the database fails for a reason that does not pass.
   */
  async acquire(signal: AbortSignal | undefined): Promise<Permit> {
    const before = this.#turn
    const turn = before.then(() => this.#acquire(signal))
    this.#turn = turn.catch(() => undefined)
    const flight = await turn
    return { release: () => this.#release(flight) }
  }

  /**
   * Holds the account, of every worker, for some seconds.
   *
   * @throws {AccountHeld} if that is not worth waiting for.
   * @throws {ArchiveError} if the database fails for a reason that does not pass.
   */
  async hold(seconds: number): Promise<void> {
    const hold = { seconds, because: 'rate_limited' }
    await persist(() => holdAccount(this.#pool, this.#schema, this.#account, hold))
    if (seconds * 1000 > LONGEST_HOLD_MS) throw new AccountHeld(HELD)
  }

  /** Permits no more requests, and stops telling the database about those in flight. */
  close(): void {
    this.#isClosed = true
    clearInterval(this.#renewal)
  }

  async #acquire(signal: AbortSignal | undefined): Promise<string> {
    const flight = randomUUID()
    for (;;) {
      signal?.throwIfAborted()
      const wait = await this.#try(flight)
      if (this.#isClosed) throw new Error(STOPPED)
      if (wait === 0) {
        this.#flights.add(flight)
        this.#renewal ??= setInterval(() => this.#renew(), RENEWAL_MS).unref()
        return flight
      }
      if (wait > LONGEST_HOLD_MS) throw new AccountHeld(HELD)
      await pause(wait)
    }
  }

  /** @returns After how many milliseconds to try again; 0 if the request may be sent. */
  async #try(flight: string): Promise<number> {
    try {
      if (await this.#take(flight)) return 0
      const { held, early } = await this.#explain()
      return Math.max(held, Math.min(early, LONGEST_HOLD_MS), FULL_PAUSE_MS)
    } catch (error) {
      if (!mayPass(error)) throw toQueueError(error, 'the database of the queue')
      // A reader gives up by its own timeout.
      return DATABASE_PAUSE_MS
    }
  }

  async #take(flight: string): Promise<boolean> {
    const now = 'extract(epoch FROM clock_timestamp()) * 1000'
    const alive = `FROM jsonb_each(flights) AS one (flight, until) WHERE until::float8 > ${now}`
    const take = `
      UPDATE "${this.#schema}".account SET
        next_at = clock_timestamp() + interval '${SPREAD_SECONDS} seconds' / per_second,
        flights = (SELECT coalesce(jsonb_object_agg(flight, until), '{}') ${alive})
          || jsonb_build_object($2::text, ${now} + $3)
      WHERE id = $1 AND greatest(next_at, held_until) <= clock_timestamp()
        AND in_flight > (SELECT count(*) ${alive})`
    const { rowCount } = await this.#pool.query(take, [this.#account, flight, FLIGHT_MS])
    return rowCount === 1
  }

  async #explain(): Promise<Refusal> {
    // Before PostgreSQL 17, nothing can be subtracted from an infinite time.
    const explain = `
      SELECT
        (extract(epoch FROM greatest(held_until, now()) - now()) * 1000)::float8 AS held,
        (extract(epoch FROM greatest(next_at, now()) - now()) * 1000)::float8 AS early
      FROM "${this.#schema}".account WHERE id = $1`
    const { rows } = await this.#pool.query<Refusal>(explain, [this.#account])
    return rows[0] ?? { held: 0, early: 0 }
  }

  #renew(): void {
    if (this.#flights.size === 0) return
    const renew = `
      UPDATE "${this.#schema}".account SET flights = flights || (
        SELECT jsonb_object_agg(flight, extract(epoch FROM clock_timestamp()) * 1000 + $3)
        FROM unnest($2::text[]) AS flight)
      WHERE id = $1`
    // If the database restarts, the next renewal is in time.
    this.#renewed = this.#pool
      .query(renew, [this.#account, [...this.#flights], FLIGHT_MS])
      .catch((error: unknown) => this.#reportUnlessPassing(error))
  }

  #release(flight: string): void {
    if (!this.#flights.delete(flight)) return
    const release = `UPDATE "${this.#schema}".account SET flights = flights - $2::text WHERE id = $1`
    // If the database restarts, the request counts as in flight for some seconds longer.
    this.#renewed
      .then(() => this.#pool.query(release, [this.#account, flight]))
      .catch((error: unknown) => this.#reportUnlessPassing(error))
  }

  #reportUnlessPassing(error: unknown): void {
    if (!mayPass(error)) this.#onError(toQueueError(error, 'the database of the queue'))
  }
}
