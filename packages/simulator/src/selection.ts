import type { MessagePattern } from './message-pattern.ts'
import { Deletions } from './deletions.ts'

/** The numbers of some of a conversation's messages in order of time: all of them, or those of one direction. */
export class Selection {
  readonly #rhythm: MessagePattern
  readonly #generated: number
  readonly #added: number[] = []
  readonly #survivors = new Deletions()

  /** @param generated how many messages the conversation began with, in and out of this selection */
  constructor(rhythm: MessagePattern, generated: number) {
    this.#rhythm = rhythm
    this.#generated = rhythm.rankOf(generated)
  }

  get length(): number {
    return this.#generated + this.#added.length - this.#survivors.deleted
  }

  numberAt(index: number): number {
    const rank = this.#survivors.rankAt(index)
    return this.#added[rank - this.#generated] ?? this.#rhythm.numberAt(rank)
  }

  add(number: number): void {
    this.#added.push(number)
  }

  delete(number: number): void {
    const place = this.#added.indexOf(number)
    this.#survivors.delete(place === -1 ? this.#rhythm.rankOf(number) : this.#generated + place)
  }
}
