import type { MessagePattern } from '../generated/message-pattern.ts'
import { countFirst } from './count-first.ts'
import { Deletions } from './deletions.ts'
import { Insertions, type LateMessage } from './insertions.ts'

/** The numbers of some of a conversation's messages, oldest first: of all messages, or of those in one direction. */
export class MessageSelection {
  readonly #pattern: MessagePattern
  readonly #generated: number
  /** Those that were not added late. Their numbers ascend. */
  readonly #added: number[] = []
  readonly #deletions = new Deletions()
  readonly #insertions = new Insertions(this.#deletions)

  /** @param generated The number of messages that the conversation begins with, in both directions. */
  constructor(pattern: MessagePattern, generated: number) {
    this.#pattern = pattern
    this.#generated = generated
  }

  get length(): number {
    return this.timelyCount - this.#deletions.count + this.#insertions.count
  }

  /** The number of messages that were not added late, hidden or not. */
  get timelyCount(): number {
    return this.#generatedCount + this.#added.length
  }

  numberAt(index: number): number {
    const { found, before } = this.#insertions.at(index)
    return found?.number ?? this.timelyNumberAt(this.#deletions.rankAt(index - before))
  }

  /** The number of the message with this rank among those that were not added late, hidden or not. */
  timelyNumberAt(rank: number): number {
    return this.#added[rank - this.#generatedCount] ?? this.#pattern.numberAt(rank)
  }

  add(number: number): void {
    this.#added.push(number)
  }

  insert(late: LateMessage): void {
    this.#insertions.add(late, this.#rankOf(late.next))
  }

  hide(number: number, isLate: boolean): void {
    if (isLate) this.#insertions.remove(number)
    else this.#deletions.add(this.#rankOf(number))
  }

  show(number: number): void {
    this.#deletions.remove(this.#rankOf(number))
  }

  get #generatedCount(): number {
    return this.#pattern.rankOf(this.#generated)
  }

  /** The number of messages in the selection that were not added late and have a lower number. */
  #rankOf(number: number): number {
    if (number < this.#generated) return this.#pattern.rankOf(number)
    return (
      this.#generatedCount +
      countFirst(this.#added.length, (place) => (this.#added[place] ?? Infinity) < number)
    )
  }
}
