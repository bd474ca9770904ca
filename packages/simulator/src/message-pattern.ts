import { choose, type Choices } from './choices.ts'
import type { Direction } from './message.ts'

/** How many messages one exchange has. */
export const exchangeLength = 6

const outboundLines: Choices<number> = [0, 2, 5]
const inboundLines: Choices<number> = [1, 3, 4]

/**
 * Which of a conversation's generated messages belong to a selection. The lines recur in every exchange, so the
 * n-th of a million is computed and never searched for.
 */
export class MessagePattern {
  readonly #lines: Choices<number>

  constructor(lines: Choices<number>) {
    this.#lines = lines
  }

  /** The message with this rank in the selection. */
  numberAt(rank: number): number {
    return Math.floor(rank / this.#lines.length) * exchangeLength + choose(this.#lines, rank)
  }

  /** How many messages of the selection come before this one. */
  rankOf(number: number): number {
    const before = this.#lines.filter((line) => line < number % exchangeLength).length
    return Math.floor(number / exchangeLength) * this.#lines.length + before
  }
}

export const everything: MessagePattern = new MessagePattern([0, 1, 2, 3, 4, 5])
export const messagePatterns: Readonly<Record<Direction, MessagePattern>> = {
  inbound: new MessagePattern(inboundLines),
  outbound: new MessagePattern(outboundLines),
}

export function directionOf(number: number): Direction {
  return outboundLines.includes(number % exchangeLength) ? 'outbound' : 'inbound'
}
