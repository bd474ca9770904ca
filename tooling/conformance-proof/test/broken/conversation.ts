import { type BrokenProvider, conversationsRcs } from './broken-provider.ts'
import { withConversations } from './wrap.ts'

export const brokenConversations: Readonly<Record<string, BrokenProvider>> = {
  'CONVERSATION-1': {
    bug: 'it loses a conversation',
    base: conversationsRcs,
    breakFactory: withConversations((conversation, index) => (index === 2 ? null : conversation)),
  },
  'CONVERSATION-2': {
    bug: 'it does not tell how many messages there are',
    base: conversationsRcs,
    breakFactory: withConversations((conversation) => ({ ...conversation, messageCount: null })),
  },
  'CONVERSATION-3': {
    bug: '`raw` of a conversation is not what the provider sent',
    base: conversationsRcs,
    breakFactory: withConversations((conversation) => ({
      ...conversation,
      raw: { identifier: conversation.id },
    })),
  },
}
