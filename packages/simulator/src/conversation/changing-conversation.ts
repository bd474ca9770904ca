import type { Contact } from '../generated/contact.ts'
import { generateMessage } from '../generated/generate-message.ts'
import { type LazyList, sliced } from './lazy-list.ts'
import type { SimulatedDirection, SimulatedMessage, State } from '../message.ts'
import { hash } from '../generated/hash.ts'
import { everything, messagePatterns } from '../generated/message-pattern.ts'
import { Schedule } from '../generated/schedule.ts'
import { countFirst } from './count-first.ts'
import type { LateMessage } from './insertions.ts'
import { MessageSelection } from './message-selection.ts'

/** A message to add to a conversation. */
export interface NewMessage {
  /** Default: a text that includes the message's number. */
  text?: string
  /** Default: `'inbound'`. */
  direction?: SimulatedDirection
  /**
   * Its time, which is rounded down to a whole second. The message is listed by its time: if that is hours ago, the message
   * appears in the middle of the list. Default: a time after all other messages.
   */
  time?: Date
  /** Its delivery state. Default: `'delivered'`, or `'received'` for an inbound message, which has no other state. */
  state?: State
}

/**
 * One conversation, which every provider shows. The next request sees what has changed.
 *
 * @example
 * ```ts
 * import { startSimulator } from '@sms/simulator'
 *
 * await using simulator = await startSimulator({ messages: 10 })
 * const [participant = ''] = simulator.participants
 * const conversation = simulator.conversation(participant)
 * const { number } = conversation.add({ text: 'Thanks!', direction: 'outbound', state: 'queued' })
 * conversation.setState(number, 'sent')
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
  /**
   * Adds a message. It is the newest one, delivered or received, unless you say otherwise.
   *
   * @throws A `TypeError` for a time that is not valid, or a state that is not one of the direction.
   */
  add(message?: NewMessage): SimulatedMessage
  /**
   * Changes the delivery state of an outbound message.
   *
   * @throws A `RangeError` if there is no such message, or a `TypeError` if it is inbound.
   */
  setState(number: number, state: State): void
  /**
   * Deletes the message at an index. The others keep their `number`.
   *
   * @throws A `RangeError` if there is none.
   */
  delete(index: number): void
  /**
   * Leaves a message out of every list until it is shown.
   *
   * @throws A `RangeError` if there is none.
   */
  hide(number: number): void
  /**
   * Lists a hidden or deleted message again, in its place.
   *
   * @throws A `RangeError` if there is none.
   */
  show(number: number): void
}

/** A conversation that begins with generated messages, and changes. */
export class ChangingConversation implements SimulatedConversation {
  readonly contact: Contact
  readonly #generated: number
  readonly #schedule: Schedule
  readonly #added: SimulatedMessage[] = []
  readonly #late = new Map<number, LateMessage>()
  readonly #hidden = new Set<number>()
  readonly #states = new Map<number, State>()
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

  /** The numbers of the hidden messages, in the order in which they were hidden. */
  get hidden(): Iterable<number> {
    return this.#hidden
  }

  at(index: number): SimulatedMessage {
    if (!Number.isInteger(index) || index < 0 || index >= this.length) {
      throw new RangeError(`index: expected an integer from 0 to ${this.length - 1}, got ${index}`)
    }
    return this.#message(this.#all.numberAt(index))
  }

  /** The message with a number, or null if there is none that is listed. */
  find(number: number): SimulatedMessage | null {
    return this.#isKnown(number) && !this.#hidden.has(number) ? this.#message(number) : null
  }

  /** The messages of one direction, oldest first. */
  only(direction: SimulatedDirection): LazyList<SimulatedMessage> {
    const selection = this.#byDirection[direction]
    return { length: selection.length, at: (index) => this.#message(selection.numberAt(index)) }
  }

  /** The messages in several parts, oldest first. New messages belong to the last one. */
  parts(count: number): readonly LazyList<SimulatedMessage>[] {
    const starts = Array.from({ length: count }, (_, part) => {
      if (part === 0) return 0
      const start = this.#schedule.timeOf(Math.ceil((part * this.#generated) / count))
      return countFirst(this.length, (index) => this.at(index).time < start)
    })
    return starts.map((start, part) => sliced(this, start, starts[part + 1] ?? this.length))
  }

  add({ text, direction = 'inbound', time, state }: NewMessage = {}): SimulatedMessage {
    const number = this.#generated + this.#added.length
    const newest = this.#newestTime()
    if (time !== undefined && Number.isNaN(time.getTime())) throw new TypeError('time: expected a valid date')
    const message: SimulatedMessage = {
      number,
      direction,
      text: text ?? `Message ${number}`,
      // A clock would not return the same times in every run.
      time: new Date(
        time === undefined
          ? newest + (1 + (hash(this.contact.seed, number) % 90)) * 1000
          : Math.floor(time.getTime() / 1000) * 1000,
      ),
      attachment: null,
      state: checkState(state ?? (direction === 'inbound' ? 'received' : 'delivered'), direction),
      cause: 0,
    }
    this.#added.push(message)
    if (message.time.getTime() < newest) this.#addLate(message)
    else this.#changeSelections(message, (selection) => selection.add(number))
    return message
  }

  setState(number: number, state: State): void {
    const { direction } = this.#known(number)
    this.#states.set(number, checkState(state, direction))
    this.#revision++
  }

  delete(index: number): void {
    this.hide(this.at(index).number)
  }

  hide(number: number): void {
    const message = this.#known(number)
    if (this.#hidden.has(number)) return
    this.#hidden.add(number)
    const isLate = this.#late.has(number)
    this.#changeSelections(message, (selection) => selection.hide(number, isLate))
  }

  show(number: number): void {
    const message = this.#known(number)
    if (!this.#hidden.delete(number)) return
    const late = this.#late.get(number)
    this.#changeSelections(message, (selection) => {
      if (late === undefined) selection.show(number)
      else selection.insert(late)
    })
  }

  #addLate(message: SimulatedMessage): void {
    const time = message.time.getTime()
    const { timelyCount } = this.#all
    const rank = countFirst(
      timelyCount,
      (before) => this.#message(this.#all.timelyNumberAt(before)).time.getTime() <= time,
    )
    const late = { number: message.number, time, next: this.#all.timelyNumberAt(rank) }
    this.#late.set(message.number, late)
    this.#changeSelections(message, (selection) => selection.insert(late))
  }

  #changeSelections({ direction }: SimulatedMessage, change: (selection: MessageSelection) => void): void {
    change(this.#all)
    change(this.#byDirection[direction])
    this.#revision++
  }

  /** The time of the newest message, hidden or not. */
  #newestTime(): number {
    const { timelyCount } = this.#all
    if (timelyCount === 0) return this.#schedule.timeOf(0).getTime()
    return this.#message(this.#all.timelyNumberAt(timelyCount - 1)).time.getTime()
  }

  #isKnown(number: number): boolean {
    return Number.isInteger(number) && number >= 0 && number < this.#generated + this.#added.length
  }

  #known(number: number): SimulatedMessage {
    if (!this.#isKnown(number)) throw new RangeError('number: expected the number of a message')
    return this.#message(number)
  }

  #message(number: number): SimulatedMessage {
    const message =
      this.#added[number - this.#generated] ?? generateMessage(number, this.contact, this.#schedule)
    const state = this.#states.get(number)
    return state === undefined ? message : { ...message, state, cause: 0 }
  }
}

function checkState(state: State, direction: SimulatedDirection): State {
  if ((state === 'received') !== (direction === 'inbound')) {
    throw new TypeError(`state: an ${direction} message cannot be ${state}`)
  }
  return state
}
