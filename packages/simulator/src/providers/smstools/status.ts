import type { Choices } from '../../generated/choices.ts'
import type { State } from '../../message.ts'

/** The words of the webhook page in the documentation. One of them comes with a space or with an underscore. */
export const statusWords: Readonly<Record<State, Choices<string>>> = {
  queued: ['SUBMITTED'],
  sent: ['SUBMITTED'],
  buffered: ['BUFFERED'],
  delivered: ['DELIVERED'],
  read: ['DELIVERED'],
  forbidden: ['REJECTED'],
  'invalid-number': ['REJECTED'],
  blocked: ['REJECTED'],
  undelivered: ['NOT DELIVERED', 'NOT_DELIVERED'],
  unknown: ['UNKNOWN'],
  // The documented example has this word for an inbound message.
  received: ['DELIVERED'],
}
