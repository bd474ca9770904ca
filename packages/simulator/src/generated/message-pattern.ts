import { choose, type Choices } from './choices.ts'
import type { SimulatedDirection } from '../message.ts'

/** The number of messages in one dialogue. */
export const dialogueLength = 6

const outboundLines: Choices<number> = [0, 2, 5]
const inboundLines: Choices<number> = [1, 3, 4]

/**
 * The generated messages of a conversation that belong to a selection. Every dialogue has the same lines in each
 * direction, so the n-th of a million messages is computed, without a search.
 */
export class MessagePattern {
  readonly #lines: Choices<number>

  constructor(lines: Choices<number>) {
    this.#lines = lines
  }

  /** The number of the message with this rank in the selection. */
  numberAt(rank: number): number {
    return Math.floor(rank / this.#lines.length) * dialogueLength + choose(this.#lines, rank)
  }

  /** The number of messages in the selection that are older than this one. */
  rankOf(number: number): number {
    const before = this.#lines.filter((line) => line < number % dialogueLength).length
    return Math.floor(number / dialogueLength) * this.#lines.length + before
  }
}

export const everything: MessagePattern = new MessagePattern([0, 1, 2, 3, 4, 5])
export const messagePatterns: Readonly<Record<SimulatedDirection, MessagePattern>> = {
  inbound: new MessagePattern(inboundLines),
  outbound: new MessagePattern(outboundLines),
}

export function patternDirection(number: number): SimulatedDirection {
  return outboundLines.includes(number % dialogueLength) ? 'outbound' : 'inbound'
}
