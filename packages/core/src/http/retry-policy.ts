import { SmsError } from '../error.ts'
import { sleep } from './sleep.ts'

/** How a failed attempt may be retried: never, once (the response is odd), or as often as allowed. */
export type Retry = 'never' | 'once' | 'always'

/** A failed attempt, and whether to retry it. */
export interface Failure {
  readonly error: SmsError
  readonly retry: Retry
}

// Full jitter: a random wait up to a ceiling that doubles, so that clients that failed together do not return together.
const FIRST_CEILING = 200
const LAST_CEILING = 10_000

// The longest `Retry-After`, in seconds, that a call waits for. With a longer one, the call fails at once and reports it.
const LONGEST_RETRY_AFTER = 60

// Each retry takes 1 from a budget, and each response returns a part of it. So an outage causes little more traffic than
// usual, however many walks run.
const BUDGET = 100
const REFILL = 0.2

/**
 * Decides when a reader's attempts start, and whether a failed one is retried. Each reader has one.
 *
 * Times come from a monotonic clock, because the system's clock may jump.
 */
export class RetryPolicy {
  readonly #provider: string
  readonly #retries: number
  #budget = BUDGET
  /** Until then no attempt starts. */
  #pausedUntil = 0
  /** Until then every call fails, because the provider requires too long a wait. */
  #refusedUntil = 0

  constructor(provider: string, retries: number) {
    this.#provider = provider
    this.#retries = retries
  }

  /**
   * Resolves when no pause is in force. A 429 for one request pauses the whole reader.
   *
   * @param attempts Made for this call so far.
   * @throws {SmsError} `rate_limited` while too long a wait lasts.
   */
  async ready(attempts: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      this.#checkRefusal(attempts)
      const wait = this.#pausedUntil - performance.now()
      if (wait <= 0) return
      // Each call waits a little longer than the pause, so that they do not all start together.
      await sleep(wait + Math.random() * FIRST_CEILING, signal)
    }
  }

  #checkRefusal(attempts: number): void {
    const left = this.#refusedUntil - performance.now()
    if (left <= 0) return
    const retryAfter = Math.ceil(left / 1000)
    const message = `${this.#provider} requires a wait of more than a minute. No request is sent for another ${retryAfter} s.`
    throw new SmsError('rate_limited', message, { provider: this.#provider, attempts, retryAfter })
  }

  /** Takes note of a response. */
  succeeded(): void {
    this.#budget = Math.min(BUDGET, this.#budget + REFILL)
  }

  /** Milliseconds to wait before the next attempt; null if no other attempt is allowed. */
  next({ error, retry }: Failure, attempts: number): number | null {
    const allowed = retry === 'never' ? 0 : this.#retries
    const asked = (error.retryAfter ?? 0) * 1000
    const isLimit = error.code === 'rate_limited'
    if (asked > LONGEST_RETRY_AFTER * 1000) {
      if (isLimit) this.#refusedUntil = Math.max(this.#refusedUntil, performance.now() + asked)
      return null
    }
    const wait = asked + Math.random() * Math.min(LAST_CEILING, FIRST_CEILING * 2 ** (attempts - 1))
    if (isLimit) this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + wait)
    if (attempts > allowed || this.#budget < 1) return null
    this.#budget -= 1
    return wait
  }
}
