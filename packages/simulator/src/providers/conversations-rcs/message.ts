import type { Account } from '../../conversation/account.ts'
import { choose } from '../../generated/choices.ts'
import type { Contact } from '../../generated/contact.ts'
import type { SimulatedMessage } from '../../message.ts'
import { hash } from '../../generated/hash.ts'
import { channelOf } from './channel.ts'
import { statusWords } from './status.ts'

/** The documentation has no field for the time or for a file. */
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
