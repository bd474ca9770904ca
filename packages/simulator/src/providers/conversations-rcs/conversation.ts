import type { Entry } from './entry.ts'
import { channelOf } from './channel.ts'

const hour = 3_600_000

/**
 * An entry of the conversation list, or null if it has no message.
 *
 * @param excess How many messages more it counts.
 */
export function octopushConversation(
  { conversationId, contact, newestFirst }: Entry,
  excess: number,
): object | null {
  const last = newestFirst.at(0)
  const first = newestFirst.at(newestFirst.length - 1)
  if (first === undefined || last === undefined) return null
  const channel = channelOf(last.number, contact)
  return {
    conversation_id: conversationId,
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
    number_of_messages: newestFirst.length + excess,
  }
}

/** "2024-06-21T05:08:06+02:00", with the offset of the documented examples. */
function withOffset(time: Date): string {
  return new Date(time.getTime() + 2 * hour).toISOString().replace('.000Z', '+02:00')
}
