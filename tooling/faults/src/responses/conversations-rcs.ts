import { CANARY, bareDigits } from '../canaries.ts'
import type { ProviderResponses } from '../provider-responses.ts'
import { numbersOf } from '../query.ts'

export const responses: ProviderResponses = {
  lists: 1,
  path: /^\/v1\/public\/conversations\/messages\/list$/,
  parameters: ['page', 'per_page', 'contact', 'phone_number', 'email', 'facebook_id', 'conversation_id'],
  message: (number) => ({
    message_id: `id-${number}`,
    text: `${CANARY.text} ${number}`,
    direction: 'outbound',
    delivery_status: 'sending',
    channel: 'rcs',
    user_identifier: 'canary_agent@rcs.goog',
    user_identifiers: { phone_number: CANARY.account, email: 'canary@example.com', facebook_page_id: null },
    agent_assigned_to: null,
    contact_name: CANARY.name,
    contact_identifiers: { phone_number: CANARY.participant, email: null, facebook_id: null },
  }),
  page(list, target) {
    const { page, per_page: size } = numbersOf(target, ['page', 'per_page'])
    return list.slice((page - 1) * size, page * size)
  },
  endless: (page) => page,
  showsChannels: true,
  readsLinks: false,
  id: 'message_id',
  parts: { field: 'contact_identifiers', wrong: '17' },
  status: (word) => ({ delivery_status: word }),
  statuses: /^\s*(ack|delivered|not_delivered|not_allowed|bad_destination|blacklisted_number|sending)\s*$/i,
  directions: /^(inbound|outbound)$/i,
  received: (from, to) => ({
    direction: 'inbound',
    contact_identifiers: { phone_number: from },
    user_identifier: to,
  }),
  numbers: [
    {
      sent: { contact_identifiers: { phone_number: Number(bareDigits(CANARY.participant)) } },
      read: { to: CANARY.participant },
    },
  ],
  times: null,
}
