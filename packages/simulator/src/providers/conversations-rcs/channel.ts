import { choose, type Choices } from '../../choices.ts'
import type { Contact } from '../../contact.ts'
import { exchangeLength } from '../../message-pattern.ts'

const channels: Choices<string> = ['rcs', 'rcs', 'sms', 'rcs', 'sms', 'rcs', 'whatsapp']

/** An exchange stays on the channel it began on. */
export function channelOf(number: number, contact: Contact): string {
  return choose(channels, Math.floor(number / exchangeLength) + contact.index)
}
