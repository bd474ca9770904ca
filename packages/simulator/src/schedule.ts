import { hash } from './hash.ts'
import { exchangeLength } from './message-pattern.ts'

const day = 86_400
/** 2023-03-06T08:00:00Z, a Monday morning. */
const begin = Date.UTC(2023, 2, 6, 8) / 1000
/** However many messages there are, they end in the past, and iP.1's ids hold their times in four bytes. */
const longestSpan = 900 * day
const workingDay = 10 * 3600
const longestPause = 15 * 60

/** When the generated messages of one conversation were sent: an exchange a day, or closer if there are too many. */
export class Schedule {
  readonly #seed: number
  readonly #start: number
  readonly #pace: number
  readonly #pause: number
  readonly #leeway: number

  constructor(seed: number, messages: number) {
    const exchanges = Math.ceil(messages / exchangeLength)
    this.#seed = seed
    this.#start = begin + (hash(seed) % 20) * day
    this.#pace = Math.min(day, Math.floor(longestSpan / Math.max(exchanges, 1)))
    this.#pause = Math.min(longestPause, Math.floor(this.#pace / (exchangeLength + 1)))
    this.#leeway = Math.min(workingDay, this.#pace - exchangeLength * this.#pause)
  }

  /** Strictly ascending: pauses are at least a second, and an exchange ends before the next can begin. */
  timeOf(number: number): Date {
    const exchange = Math.floor(number / exchangeLength)
    let seconds = this.#start + exchange * this.#pace + (hash(this.#seed, exchange) % this.#leeway)
    for (let line = 1; line <= number % exchangeLength; line++) {
      seconds += 1 + (hash(this.#seed, exchange, line) % this.#pause)
    }
    return new Date(seconds * 1000)
  }
}
