import { SmsError } from '../error.ts'
import { isUnique } from './identity.ts'
import type { ReceivedItems } from './unread.ts'

/** A walk fails after more responses in a row without new items, even if arrivals explain them. */
const MOST_FRUITLESS = 100

const MOST_ITEMS_SEARCHED = 1000

/** Returns how many pages a search reads in each direction: a hundred, or more if they are small. */
export function mostSearched(size: number): number {
  return Math.max(MOST_FRUITLESS, Math.ceil(MOST_ITEMS_SEARCHED / size))
}

/** Maximum number of responses without new items that no arrival or deletion explains. */
const MOST_UNEXPLAINED = 1

const BATCHES_COMPARED = 4

/** Ends a walk that makes no progress. No walk loops, whatever the provider sends. */
export class LoopGuard<Item> {
  /** How many batches in a row may each be identical to one of the last few, if their items have no ids. */
  mostAlike = 2
  readonly #provider: string
  /** The responses since the last new item, by their content. */
  readonly #fruitless = new Map<string, ReceivedItems<Item>>()
  #fruitlessInARow = 0
  #unexplained = 0
  /** The last batches whose items all have no ids, and how many in a row came before. */
  #batches: readonly (string | null)[] = []
  #alike = 0

  constructor(provider: string) {
    this.#provider = provider
  }

  /** Takes note of new items. A provider that repeats items without ids would otherwise be read for ever. */
  sawNew(identities: readonly string[]): void {
    if (identities.length === 0) return
    this.#fruitless.clear()
    this.#fruitlessInARow = 0
    this.#unexplained = 0
    const content = identities.some(isUnique) ? null : identities.join('\n')
    this.#alike = content !== null && this.#batches.includes(content) ? this.#alike + 1 : 0
    if (this.#alike > this.mostAlike) this.fail('the same items come again and again')
    this.#batches = [...this.#batches, content].slice(-BATCHES_COMPARED)
  }

  /**
   * Takes note of a response without new items.
   *
   * @throws {SmsError} `pagination` after a hundred in a row.
   */
  sawNothingNew(why = 'items arrive faster than pages can be read'): void {
    this.#fruitlessInARow += 1
    if (this.#fruitlessInARow > MOST_FRUITLESS) this.fail(why)
  }

  /**
   * Takes note of a response without new items that no change of the list explains.
   *
   * @throws {SmsError} `pagination` for the second since the last new item.
   */
  unexplained(why: string): void {
    this.#unexplained += 1
    if (this.#unexplained > MOST_UNEXPLAINED) this.fail(why)
  }

  /** Whether there was one since the last new item. */
  get isSuspicious(): boolean {
    return this.#unexplained > 0
  }

  /**
   * Records a response without new items. Returns the last identical one since the last new item.
   * An empty response lies beyond the end of the list and counts as different from any other.
   */
  recordFruitless<Response extends ReceivedItems<Item>>(response: Response): Response | undefined {
    if (response.identities.length === 0) return undefined
    const content = [response.total, ...response.identities].join('\n')
    const last = this.#fruitless.get(content) as Response | undefined
    this.#fruitless.set(content, response)
    return last
  }

  /** @throws {SmsError} `pagination`, always. */
  fail(why: string): never {
    throw this.error(why)
  }

  /** Makes the error of a walk that cannot continue. */
  error(why: string, cause?: Error): SmsError {
    const message = `The pages of ${this.#provider} contradict each other: ${why}.`
    return new SmsError('pagination', message, { provider: this.#provider, cause })
  }
}
