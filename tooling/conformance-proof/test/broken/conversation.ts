import { type BrokenProvider, conversationsRcs } from './broken-provider.ts'
import { withConversations, withFetch } from './wrap.ts'

export const brokenConversations: Readonly<Record<string, BrokenProvider>> = {
  'CONVERSATION-1': {
    bug: 'the reader loses a conversation',
    base: conversationsRcs,
    breakFactory: withConversations((conversation, index) => (index === 2 ? null : conversation)),
  },
  'CONVERSATION-2': {
    bug: 'a conversation does not include its number of messages',
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
  'CONVERSATION-4': {
    bug: 'the reader caches the front of the list, and never sees what moves there',
    base: conversationsRcs,
    breakFactory: (factory) => (options) => {
      let front: readonly unknown[] | undefined
      const remembering = withFetch(async (request, next) => {
        const response = await next(request)
        const { pathname, searchParams } = new URL(request.url)
        const isFront = pathname.endsWith('/conversations/list') && searchParams.get('page') === '1'
        if (!isFront || response.status !== 200) return response
        const text = await response.text()
        front ??= JSON.parse(text) as readonly unknown[]
        const remembered = front.slice(0, Number(searchParams.get('per_page')))
        return new Response(JSON.stringify(remembered), response)
      })
      return remembering(factory)(options)
    },
  },
}
