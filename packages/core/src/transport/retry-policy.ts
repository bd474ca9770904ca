import type { SmsError } from '../error.ts'
import { sleep } from './sleep.ts'

/** How a failed attempt may be tried again: not at all, once (it is the answer that is odd), or as often as allowed. */
export type Retry = 'never' | 'once' | 'always'

// Full jitter: a wait between nothing and a ceiling that doubles, so that clients which failed together do not
// come back together.
const FIRST_CEILING = 200
const LAST_CEILING = 10_000

// A provider that asks for longer than this is not slept for: the caller is told instead.
const LONGEST_RETRY_AFTER = 60

// Retries draw on a budget that answers refill, so that an outage is met with little more than the traffic there is
// anyway, however many walks run.
const BUDGET = 100
const REFILL = 0.2

/** When a reader's attempts start, and whether a failed one is tried again. One for each reader. */
export class RetryPolicy {
  readonly #retries: number
  #budget = BUDGET
  #pausedUntil = 0

  constructor(retries: number) {
    this.#retries = retries
  }

  /** Resolves when no pause is in force: a 429 to one request holds the reader's others back too. */
  async ready(signal: AbortSignal): Promise<void> {
    for (let wait = this.#pausedUntil - Date.now(); wait > 0; wait = this.#pausedUntil - Date.now()) {
      await sleep(wait, signal)
    }
  }

  /** Notes an answer. */
  succeeded(): void {
    this.#budget = Math.min(BUDGET, this.#budget + REFILL)
  }

  /** Milliseconds to wait before the next attempt, or null when there shall be none. */
  next(error: SmsError, retry: Retry, attempts: number): number | null {
    const allowed = retry === 'never' ? 0 : this.#retries
    const asked = error.retryAfter ?? 0
    const jitter = Math.random() * Math.min(LAST_CEILING, FIRST_CEILING * 2 ** (attempts - 1))
    const wait = asked * 1000 + jitter
    if (asked > LONGEST_RETRY_AFTER) return null
    if (error.code === 'rate_limited') this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + wait)
    if (attempts > allowed || this.#budget < 1) return null
    this.#budget -= 1
    return wait
  }
}
