import type { Contact } from '../generated/contact.ts'
import { generateMessage } from '../generated/generate-message.ts'
import type { LazyList } from './lazy-list.ts'
import type { SimulatedDirection, SimulatedMessage } from '../message.ts'
import { hash } from '../generated/hash.ts'
import { everything, messagePatterns } from '../generated/message-pattern.ts'
import { Schedule } from '../generated/schedule.ts'
import { MessageSelection } from './message-selection.ts'

/** A message to add to a conversation. */
export interface NewMessage {
  /** Default: a text that includes the message's number. */
  text?: string
  /** Default: `'inbound'`. */
  direction?: SimulatedDirection
}

/**
 * One conversation, which every provider shows. The next request sees what was added or deleted.
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
  /** The participant's phone number, in E.164. */
  readonly participant: string
  /** The current number of messages. */
  readonly length: number
  /**
   * The message at an index. 0 is the oldest.
   *
   * @throws A `RangeError` if there is none.
   */
  at(index: number): SimulatedMessage
  /** Adds a message that is newer than all others, and delivered or received. */
  add(message?: NewMessage): SimulatedMessage
  /**
   * Deletes the message at an index. The others keep their `number`.
   *
   * @throws A `RangeError` if there is none.
   */
  delete(index: number): void
}

/** A conversation that begins with generated messages, and changes as messages are added and deleted. */
export class ChangingConversation implements SimulatedConversation {
  readonly contact: Contact
  readonly #generated: number
  readonly #schedule: Schedule
  readonly #added: SimulatedMessage[] = []
  readonly #all: MessageSelection
  readonly #byDirection: Readonly<Record<SimulatedDirection, MessageSelection>>
  #revision = 0

  constructor(contact: Contact, messages: number) {
    this.contact = contact
    this.#generated = messages
    this.#schedule = new Schedule(contact.seed, messages)
    this.#all = new MessageSelection(everything, messages)
    this.#byDirection = {
      inbound: new MessageSelection(messagePatterns.inbound, messages),
      outbound: new MessageSelection(messagePatterns.outbound, messages),
    }
  }

  get participant(): string {
    return this.contact.phoneNumber
  }

  get length(): number {
    return this.#all.length
  }

  /** Grows with every change, so that a result computed from the messages can be checked for its age. */
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
  only(direction: SimulatedDirection): LazyList<SimulatedMessage> {
    const selection = this.#byDirection[direction]
    return { length: selection.length, at: (index) => this.#message(selection.numberAt(index)) }
  }

  add({ text, direction = 'inbound' }: NewMessage = {}): SimulatedMessage {
    const number = this.#generated + this.#added.length
    // The time follows the newest message, deleted or not. A clock would not return the same times in every run.
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
