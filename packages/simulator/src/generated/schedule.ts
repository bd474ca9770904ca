import { hash } from './hash.ts'
import { dialogueLength } from './message-pattern.ts'

const dayInSeconds = 86_400
/** 2023-03-06T08:00:00Z, a Monday morning. */
const firstDay = Date.UTC(2023, 2, 6, 8) / 1000
/** Keeps every time in the past, and within the four bytes that iP.1's ids have for it. */
const longestSpan = 900 * dayInSeconds
const workingDay = 10 * 3600
const longestPause = 15 * 60

/** The times of one conversation's generated messages: one dialogue a day, or more if there are too many. */
export class Schedule {
  readonly #seed: number
  readonly #start: number
  readonly #pace: number
  readonly #pause: number
  readonly #leeway: number

  constructor(seed: number, messages: number) {
    const dialogues = Math.ceil(messages / dialogueLength)
    this.#seed = seed
    this.#start = firstDay + (hash(seed) % 20) * dayInSeconds
    this.#pace = Math.min(dayInSeconds, Math.floor(longestSpan / Math.max(dialogues, 1)))
    this.#pause = Math.min(longestPause, Math.floor(this.#pace / (dialogueLength + 1)))
    this.#leeway = Math.min(workingDay, this.#pace - dialogueLength * this.#pause)
  }

  /** Strictly ascending: a pause is at least one second, and a dialogue ends before the next one begins. */
  timeOf(number: number): Date {
    const dialogue = Math.floor(number / dialogueLength)
    let seconds = this.#start + dialogue * this.#pace + (hash(this.#seed, dialogue) % this.#leeway)
    for (let line = 1; line <= number % dialogueLength; line++) {
      seconds += 1 + (hash(this.#seed, dialogue, line) % this.#pause)
    }
    return new Date(seconds * 1000)
  }
}
