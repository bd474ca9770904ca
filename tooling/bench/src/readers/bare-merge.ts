import type { TwilioMessage } from '@sms/twilio'
import type { BenchList } from '../list.ts'
import { messagesOf, urlIn } from '../wire/twilio.ts'
import type { Read } from './read.ts'

/**
 * The bare loop over both lists of Twilio, merged by time: the least that a program does which reads a conversation in its
 * order. One page of each list is requested ahead.
 */
export const mergeByBareLoop: Read = async (list, consume) => {
  const to = new BareList(list, 0)
  const from = new BareList(list, 1)
  for (;;) {
    await to.readOn()
    await from.readOn()
    const first = to.time >= from.time ? to : from
    if (first.time === -Infinity) return
    const work = consume(first.take())
    if (work !== undefined) await work
  }
}

/** One of the two lists, newest first. */
class BareList {
  readonly #list: BenchList
  readonly #index: number
  readonly #pages: number
  #page = 0
  #messages: readonly TwilioMessage[] = []
  #at = 0
  #next: Promise<readonly TwilioMessage[]>
  /** The time of the next message; `-Infinity` if there is none. */
  time = -Infinity

  constructor(list: BenchList, index: number) {
    this.#list = list
    this.#index = index
    this.#pages = Math.ceil((list.lengths[index] ?? 0) / list.pageSize)
    this.#next = this.#ask()
  }

  /** Waits for the next page if no message is at hand. */
  async readOn(): Promise<void> {
    if (this.#at < this.#messages.length) return
    this.#messages = await this.#next
    this.#at = 0
    this.#look()
    this.#next = this.#ask()
  }

  /** Returns the text of the next message. */
  take(): string {
    const text = this.#messages[this.#at]?.body ?? ''
    this.#at += 1
    this.#look()
    return text
  }

  #look(): void {
    const message = this.#messages[this.#at]
    this.time = message === undefined ? -Infinity : Date.parse(message.date_sent ?? '')
  }

  async #ask(): Promise<readonly TwilioMessage[]> {
    if (this.#page === this.#pages) return []
    this.#page += 1
    const response = await fetch(urlIn(this.#list, this.#index, this.#page))
    return messagesOf(JSON.parse(await response.text()))
  }
}
