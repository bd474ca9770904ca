import { SmsError } from '../error.ts'
import { isUnique } from './identity.ts'
import type { TimedAnswer } from './lookahead.ts'

const MOST_FRUITLESS = 100

const STRETCHES_COMPARED = 4

/** Whether a walk comes further: none may loop, whatever the provider answers. */
export class Progress<Item> {
  /** How many stretches of items without ids, each just like one of the last few, are believed: nothing tells them apart. */
  mostAlike = 2
  readonly #provider: string
  /** The answers since the last new item, by their content. */
  readonly #fruitless = new Map<string, TimedAnswer<Item>>()
  #fruitlessInARow = 0
  /** The last stretches, as far as all their items have no ids; and how many in a row had been there before. */
  #stretches: readonly (string | null)[] = []
  #alike = 0

  constructor(provider: string) {
    this.#provider = provider
  }

  /** Takes note of new items. A provider that repeats itself without ids would otherwise be followed for ever. */
  made(identities: readonly string[]): void {
    if (identities.length === 0) return
    this.#fruitless.clear()
    this.#fruitlessInARow = 0
    const content = identities.some(isUnique) ? null : identities.join('\n')
    this.#alike = content !== null && this.#stretches.includes(content) ? this.#alike + 1 : 0
    if (this.#alike > this.mostAlike) this.fail('the same items come again and again')
    this.#stretches = [...this.#stretches, content].slice(-STRETCHES_COMPARED)
  }

  /** @throws {SmsError} `pagination` when the list goes on bringing nothing new. */
  none(why = 'items arrive faster than pages can be read'): void {
    this.#fruitlessInARow += 1
    if (this.#fruitlessInARow > MOST_FRUITLESS) this.fail(why)
  }

  /**
   * Takes note of an answer that brought nothing new. Gives the last one since the last new item that was just the same;
   * an empty one is from beyond the end, and like no other.
   */
  lastLike(answer: TimedAnswer<Item>): TimedAnswer<Item> | undefined {
    if (answer.items.length === 0) return undefined
    const content = [answer.total, ...answer.identities].join('\n')
    const last = this.#fruitless.get(content)
    this.#fruitless.set(content, answer)
    return last
  }

  /** @throws {SmsError} `pagination`, always. */
  fail(why: string): never {
    const message = `The pages of ${this.#provider} contradict each other: ${why}.`
    throw new SmsError('pagination', message, { provider: this.#provider })
  }
}
