import type { Account } from '../../account.ts'
import { choose, type Choices } from '../../choices.ts'
import type { Contact } from '../../contact.ts'
import type { SimulatedMessage, State } from '../../message.ts'
import { hash } from '../../hash.ts'
import { channelOf } from './channel.ts'

/** The words of their callback page, and "sending" of the documented example. */
const statusWords: Readonly<Record<State, Choices<string> | null>> = {
  queued: ['sending'],
  sent: ['ACK'],
  buffered: ['ACK'],
  delivered: ['DELIVERED'],
  forbidden: ['NOT_ALLOWED'],
  'invalid-number': ['BAD_DESTINATION'],
  blocked: ['BLACKLISTED_NUMBER'],
  undelivered: ['NOT_DELIVERED'],
  unknown: ['UNKNOWN_DELIVERY', 'UNDEFINED'],
  received: null,
}

/** No field tells the time or carries a file: so it is documented. */
export function octopushMessage(message: SimulatedMessage, contact: Contact, account: Account): object {
  const { number, direction, text, state, cause } = message
  const words = statusWords[state]
  return {
    message_id: `${hash(contact.seed, number).toString(36)}-${number.toString(36)}`,
    text,
    direction,
    delivery_status: words && choose(words, cause),
    channel: channelOf(number, contact),
    user_identifier: account.phoneNumber,
    user_identifiers: {
      phone_number: account.phoneNumber,
      email: 'support@example.com',
      facebook_page_id: null,
    },
    agent_assigned_to: null,
    contact_name: contact.name,
    contact_identifiers: {
      phone_number: contact.phoneNumber,
      email: contact.email,
      facebook_id: contact.facebookId,
    },
  }
}
