import { type Account, withoutPlus } from '../../account.ts'
import { choose, type Choices } from '../../choices.ts'
import type { SimulatedMessage, State } from '../../message.ts'
import { hash } from '../../hash.ts'

/** The words of their webhook page, which come with a space or an underscore. */
const statusWords: Readonly<Record<State, Choices<string>>> = {
  queued: ['SUBMITTED'],
  sent: ['SUBMITTED'],
  buffered: ['BUFFERED'],
  delivered: ['DELIVERED'],
  forbidden: ['REJECTED'],
  'invalid-number': ['REJECTED'],
  blocked: ['REJECTED'],
  undelivered: ['NOT DELIVERED', 'NOT_DELIVERED'],
  unknown: ['UNKNOWN'],
  // So the documented example says of an inbound message.
  received: ['DELIVERED'],
}

const months: Choices<string> = [
  'jan',
  'feb',
  'mar',
  'apr',
  'may',
  'jun',
  'jul',
  'aug',
  'sep',
  'oct',
  'nov',
  'dec',
]

/** @param phone the other side, as it was asked for */
export function smstoolsMessage(message: SimulatedMessage, phone: string, account: Account): object {
  const { number, direction, text, attachment, time, state, cause } = message
  const own = withoutPlus(account.phoneNumber)
  const isOutbound = direction === 'outbound'
  return {
    messageId: isOutbound ? `${hash(Number(phone), number).toString(36)}-${number.toString(36)}` : null,
    direction,
    sender: isOutbound ? own : phone,
    receiver: isOutbound ? phone : own,
    message: text,
    file: attachment && [{ name: attachment.name, image: attachment.url, mime: attachment.contentType }],
    datetime: localised(time),
    unixDatetime: time.getTime() / 1000,
    deliveryStatus: choose(statusWords[state], cause),
  }
}

/** "05 jun 2025, 08:44:46": the documented example shows UTC, as its `unixDatetime` tells. */
function localised(time: Date): string {
  const day = String(time.getUTCDate()).padStart(2, '0')
  const clock = time.toISOString().slice(11, 19)
  return `${day} ${choose(months, time.getUTCMonth())} ${time.getUTCFullYear()}, ${clock}`
}
