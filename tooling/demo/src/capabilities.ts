import type { ConversationReader, MessageReader, SummaryReader } from '@sms/core'

export function hasConversations(reader: MessageReader): reader is MessageReader & ConversationReader {
  return reader.capabilities.conversations
}

export function hasSummary(reader: MessageReader): reader is MessageReader & SummaryReader {
  return reader.capabilities.summary
}
