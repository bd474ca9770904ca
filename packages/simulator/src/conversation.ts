import type { Contact } from './contact.ts'
import { generateMessage } from './generate.ts'
import type { List } from './list.ts'
import type { Direction, SimulatedMessage } from './message.ts'
import { hash } from './hash.ts'
import { everything, messagePatterns } from './message-pattern.ts'
import { Schedule } from './schedule.ts'
import { Selection } from './selection.ts'

/** What to add to a conversation. */
export interface NewMessage {
  /** Default: a text with the message's number in it. */
  text?: string
  /** Default: `'inbound'`, a message that arrives. */
  direction?: Direction
}

/**
 * One conversation, the same one whichever provider is asked for it. What is added or deleted, the next request sees.
 *
 * @example
 * ```ts
 * import { startSimulator } from '@sms/simulator'
 *
 * await using simulator = await startSimulator({ messages: 10 })
 * const [participant = ''] = simulator.participants
 * const conversation = simulator.conversation(participant)
 * conversation.add({ text: 'Thanks!', direction: 'outbound' })
 * conversation.delete(0)
 * console.log(conversation.length, conversation.at(0).number) // 10 1
 * ```
 */
export interface SimulatedConversation {
  /** The other side's phone number, E.164. */
  readonly participant: string
  /** How many messages there are now. */
  readonly length: number
  /**
   * The message at an index, 0 being the oldest.
   *
   * @throws A `RangeError` when there is none.
   */
  at(index: number): SimulatedMessage
  /** Adds a message newer than all others, delivered or received. */
  add(message?: NewMessage): SimulatedMessage
  /**
   * Deletes the message at an index. The others keep their `number`.
   *
   * @throws A `RangeError` when there is none.
   */
  delete(index: number): void
}

export class Conversation implements SimulatedConversation {
  readonly contact: Contact
  readonly #generated: number
  readonly #schedule: Schedule
  readonly #added: SimulatedMessage[] = []
  readonly #all: Selection
  readonly #byDirection: Readonly<Record<Direction, Selection>>
  #revision = 0

  constructor(contact: Contact, messages: number) {
    this.contact = contact
    this.#generated = messages
    this.#schedule = new Schedule(contact.seed, messages)
    this.#all = new Selection(everything, messages)
    this.#byDirection = {
      inbound: new Selection(messagePatterns.inbound, messages),
      outbound: new Selection(messagePatterns.outbound, messages),
    }
  }

  get participant(): string {
    return this.contact.phoneNumber
  }

  get length(): number {
    return this.#all.length
  }

  /** Grows with every change, so that what was computed from the messages can tell whether it still holds. */
  get revision(): number {
    return this.#revision
  }

  at(index: number): SimulatedMessage {
    if (!Number.isInteger(index) || index < 0 || index >= this.length) {
      throw new RangeError(`index: expected an integer from 0 to ${this.length - 1}, got ${index}`)
    }
    return this.#message(this.#all.numberAt(index))
  }

  /** The messages of one direction, oldest first. */
  only(direction: Direction): List<SimulatedMessage> {
    const selection = this.#byDirection[direction]
    return { length: selection.length, at: (index) => this.#message(selection.numberAt(index)) }
  }

  add({ text, direction = 'inbound' }: NewMessage = {}): SimulatedMessage {
    const number = this.#generated + this.#added.length
    // The time follows from the last message that ever was, deleted or not: a clock would not repeat itself.
    const last = number === 0 ? this.#schedule.timeOf(0) : this.#message(number - 1).time
    const message: SimulatedMessage = {
      number,
      direction,
      text: text ?? `Message ${number}`,
      time: new Date(last.getTime() + (1 + (hash(this.contact.seed, number) % 90)) * 1000),
      attachment: null,
      state: direction === 'inbound' ? 'received' : 'delivered',
      cause: 0,
    }
    this.#added.push(message)
    this.#all.add(number)
    this.#byDirection[direction].add(number)
    this.#revision++
    return message
  }

  delete(index: number): void {
    const { number, direction } = this.at(index)
    this.#all.delete(number)
    this.#byDirection[direction].delete(number)
    this.#revision++
  }

  #message(number: number): SimulatedMessage {
    return this.#added[number - this.#generated] ?? generateMessage(number, this.contact, this.#schedule)
  }
}
