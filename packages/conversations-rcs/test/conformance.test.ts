import { testProvider } from '@sms/conformance'
import { createConversationsRcs } from '@sms/conversations-rcs'

testProvider({
  create: createConversationsRcs,
  fixtures: new URL('fixtures/', import.meta.url),
})
