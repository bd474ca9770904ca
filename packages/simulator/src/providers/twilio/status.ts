import type { Choices } from '../../generated/choices.ts'
import type { State } from '../../message.ts'

/** The words of the "Messages resource". The simulator never uses `canceled`, `receiving` and `partially_delivered`. */
export const statusWords: Readonly<Record<State, Choices<string>>> = {
  queued: ['queued', 'accepted', 'sending'],
  sent: ['sent'],
  buffered: ['sent'],
  delivered: ['delivered'],
  read: ['read'],
  forbidden: ['failed'],
  'invalid-number': ['failed'],
  blocked: ['failed'],
  undelivered: ['undelivered'],
  unknown: ['sent'],
  received: ['received'],
}
