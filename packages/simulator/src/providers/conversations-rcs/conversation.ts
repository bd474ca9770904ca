import type { ChangingConversation } from '../../conversation/changing-conversation.ts'
import { channelOf } from './channel.ts'

const hour = 3_600_000

/** @param conversation One that holds at least one message. */
export function octopushConversation(conversation: ChangingConversation): object {
  const { contact } = conversation
  const first = conversation.at(0)
  const last = conversation.at(conversation.length - 1)
  const channel = channelOf(last.number, contact)
  return {
    conversation_id: contact.conversationId,
    last_user_channel: channel,
    recipient_details: { phone_number: contact.phoneNumber, name: contact.name },
    // Absent in one of the two documented examples.
    ...(contact.index % 2 === 1 && { agent_assigned_to: 'agent@example.com' }),
    from: channel === 'rcs' ? 'simulated_agent@rcs.goog' : '12345',
    first_message_at: withOffset(first.time),
    last_message_at: withOffset(last.time),
    last_message: last.text,
    purpose: 'alert',
    color: contact.index % 8,
    number_of_messages: conversation.length,
  }
}

/** "2024-06-21T05:08:06+02:00", with the offset of the documented examples. */
function withOffset(time: Date): string {
  return new Date(time.getTime() + 2 * hour).toISOString().replace('.000Z', '+02:00')
}
