import { testProvider } from '@sms/conformance'
import { createConversationsRcs } from '@sms/conversations-rcs'

testProvider({
  create: createConversationsRcs,
  credentials: { apiLogin: 'OCTOPUSH_API_LOGIN', apiKey: 'OCTOPUSH_API_KEY' },
  fixtures: new URL('fixtures/', import.meta.url),
})
