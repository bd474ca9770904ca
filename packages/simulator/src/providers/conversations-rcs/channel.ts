import { choose, type Choices } from '../../generated/choices.ts'
import type { Contact } from '../../generated/contact.ts'
import { dialogueLength } from '../../generated/message-pattern.ts'

const channels: Choices<string> = ['rcs', 'rcs', 'sms', 'rcs', 'sms', 'rcs', 'whatsapp']

/** Every message of a dialogue has the channel of the first one. */
export function channelOf(number: number, contact: Contact): string {
  return choose(channels, Math.floor(number / dialogueLength) + contact.index)
}
