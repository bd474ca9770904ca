import type { MessagePattern } from '../generated/message-pattern.ts'
import { Deletions } from './deletions.ts'

/** The numbers of some of a conversation's messages, oldest first: of all messages, or of those in one direction. */
export class MessageSelection {
  readonly #pattern: MessagePattern
  readonly #generated: number
  readonly #added: number[] = []
  readonly #deletions = new Deletions()

  /** @param generated The number of messages that the conversation begins with, in both directions. */
  constructor(pattern: MessagePattern, generated: number) {
    this.#pattern = pattern
    this.#generated = pattern.rankOf(generated)
  }

  get length(): number {
    return this.#generated + this.#added.length - this.#deletions.count
  }

  numberAt(index: number): number {
    const rank = this.#deletions.rankAt(index)
    return this.#added[rank - this.#generated] ?? this.#pattern.numberAt(rank)
  }

  add(number: number): void {
    this.#added.push(number)
  }

  delete(number: number): void {
    const place = this.#added.indexOf(number)
    this.#deletions.add(place === -1 ? this.#pattern.rankOf(number) : this.#generated + place)
  }
}
