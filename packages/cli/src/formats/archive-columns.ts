import type { ArchivedConversation, ArchivedMessage } from '@sms/archive'
import { type Columns, messageColumns } from './csv.ts'

export const archivedMessageColumns: Columns<ArchivedMessage> = {
  ...messageColumns,
  account: ({ account }) => account,
  firstSeenAt: ({ firstSeenAt }) => firstSeenAt,
  vanishedAt: ({ vanishedAt }) => vanishedAt,
}

/** Those of messages that are found in any conversation. */
export const foundMessageColumns: Columns<ArchivedMessage> = {
  participant: ({ participant }) => participant,
  ...archivedMessageColumns,
}

export const archivedConversationColumns: Columns<ArchivedConversation> = {
  provider: ({ provider }) => provider,
  account: ({ account }) => account,
  id: ({ id }) => id,
  participant: ({ participant }) => participant,
  name: ({ name }) => name,
  messages: ({ messages }) => messages,
  firstMessageAt: ({ firstMessageAt }) => firstMessageAt,
  lastMessageAt: ({ lastMessageAt }) => lastMessageAt,
  lastMessage: ({ lastMessage }) => lastMessage,
  complete: ({ complete }) => (complete ? 'yes' : 'no'),
  syncedAt: ({ syncedAt }) => syncedAt,
}
