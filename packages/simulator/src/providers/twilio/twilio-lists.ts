import type { Account } from '../../conversation/account.ts'
import type { ChangingConversation } from '../../conversation/changing-conversation.ts'
import { items, type LazyList, mapped, reversed } from '../../conversation/lazy-list.ts'
import type { SimulatedDirection, SimulatedMessage } from '../../message.ts'

/** What Twilio redacts of a message: its text, or the last four digits of the participant's number. */
export type TwilioRedaction = 'text' | 'number'

/** A message as Twilio lists it. */
export interface ListedMessage {
  readonly message: SimulatedMessage
  /** Null until it is sent. */
  readonly sentAt: Date | null
  readonly redactions: readonly TwilioRedaction[]
}

/**
 * What happens to messages at Twilio only. The other providers show the same messages without these changes.
 *
 * @example
 * ```ts
 * import { startSimulator } from '@sms/simulator'
 * import { createTwilio } from '@sms/twilio'
 *
 * await using simulator = await startSimulator({ messages: 10 })
 * const [participant = ''] = simulator.participants
 * const { number } = simulator.twilioLists.schedule(participant, 'See you on Friday!')
 * simulator.conversation(participant).add({ direction: 'outbound', text: 'Bye!' })
 * const reader = createTwilio(simulator.twilio)
 * console.log((await reader.messages(participant, { limit: 1 }).toArray())[0]?.text) // Bye!
 * simulator.twilioLists.send(participant, number)
 * console.log((await reader.messages(participant, { limit: 1 }).toArray())[0]?.text) // See you on Friday!
 * ```
 */
export interface TwilioLists {
  /** Adds an outbound message that is not sent yet. Twilio lists it by the time that it was created. */
  schedule(participant: string, text: string): SimulatedMessage
  /**
   * Sends a scheduled message: it moves to the front of the list.
   *
   * @throws A `RangeError` if no message with this number is scheduled.
   */
  send(participant: string, number: number): void
  /**
   * Redacts a message for good.
   *
   * @throws A `RangeError` if none with this number is listed.
   */
  redact(participant: string, number: number, redaction: TwilioRedaction): void
  /** Lists no message that was created before. */
  keepSince(time: Date): void
  /** Refuses from now on the tokens of all pages that were sent. */
  forgetTokens(): void
}

interface Change {
  /** Null for a message that is not sent yet. */
  readonly sentAt?: Date | null
  readonly redactions?: readonly TwilioRedaction[]
}

const SECOND = 1000

/** The lists of an account, with their changes. */
export class ChangingTwilioLists implements TwilioLists {
  readonly #account: Account
  readonly #changes = new Map<string, Map<number, Change>>()
  #oldest = -Infinity
  #forgotten = 0

  constructor(account: Account) {
    this.#account = account
  }

  schedule(participant: string, text: string): SimulatedMessage {
    const message = this.#conversation(participant).add({ text, direction: 'outbound' })
    this.#change(participant, message.number, { sentAt: null })
    return message
  }

  send(participant: string, number: number): void {
    const conversation = this.#conversation(participant)
    if (this.#changes.get(conversation.participant)?.get(number)?.sentAt !== null) {
      throw new RangeError('number: expected the number of a scheduled message')
    }
    const [newest] = items(this.newestFirst(conversation, 'outbound'), 0, 1)
    const before = newest === undefined ? 0 : sortTimeOf(newest)
    this.#change(participant, number, { sentAt: new Date(before + SECOND) })
  }

  redact(participant: string, number: number, redaction: TwilioRedaction): void {
    if (this.#conversation(participant).find(number) === null) {
      throw new RangeError('number: expected the number of a listed message')
    }
    const before = this.#changes.get(participant)?.get(number)?.redactions ?? []
    this.#change(participant, number, { redactions: [...before, redaction] })
  }

  keepSince(time: Date): void {
    this.#oldest = time.getTime()
  }

  forgetTokens(): void {
    this.#forgotten += 1
  }

  /** How often the tokens of all pages were forgotten. */
  get forgotten(): number {
    return this.#forgotten
  }

  /** The messages of one direction, in the order of the list. */
  newestFirst(conversation: ChangingConversation, direction: SimulatedDirection): LazyList<ListedMessage> {
    const messages = reversed(conversation.only(direction))
    const changes = this.#changes.get(conversation.participant)
    // A list without changes is never held as a whole.
    if (changes === undefined && this.#oldest === -Infinity)
      return mapped(messages, (message) => listed(message))
    return [...items(messages)]
      .filter(({ time }) => time.getTime() >= this.#oldest)
      .map((message) => listed(message, changes?.get(message.number)))
      .toSorted(
        (one, other) => sortTimeOf(other) - sortTimeOf(one) || other.message.number - one.message.number,
      )
  }

  #change(participant: string, number: number, change: Change): void {
    const { participant: known } = this.#conversation(participant)
    const changes = this.#changes.get(known) ?? new Map<number, Change>()
    changes.set(number, { ...changes.get(number), ...change })
    this.#changes.set(known, changes)
  }

  #conversation(participant: string): ChangingConversation {
    const found = this.#account.conversations.find((conversation) => conversation.participant === participant)
    if (found === undefined) throw new RangeError('participant: expected one of `participants`')
    return found
  }
}

/** When a message was sent, or created as long as it is not sent. The documentation does not say where such ones stand. */
export function sortTimeOf({ message, sentAt }: ListedMessage): number {
  return (sentAt ?? message.time).getTime()
}

function listed(message: SimulatedMessage, { sentAt, redactions = [] }: Change = {}): ListedMessage {
  return { message, sentAt: sentAt === undefined ? message.time : sentAt, redactions }
}
