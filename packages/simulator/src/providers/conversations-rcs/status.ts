import type { Choices } from '../../generated/choices.ts'
import type { State } from '../../message.ts'

/** The words of the callback page in the documentation, and "sending" of its example. An inbound message has none. */
export const statusWords: Readonly<Record<State, Choices<string> | null>> = {
  queued: ['sending'],
  sent: ['ACK'],
  buffered: ['ACK'],
  delivered: ['DELIVERED'],
  read: ['DELIVERED'],
  forbidden: ['NOT_ALLOWED'],
  'invalid-number': ['BAD_DESTINATION'],
  blocked: ['BLACKLISTED_NUMBER'],
  undelivered: ['NOT_DELIVERED'],
  unknown: ['UNKNOWN_DELIVERY', 'UNDEFINED'],
  received: null,
}
