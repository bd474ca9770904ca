import { testProvider } from '@sms/conformance'
import { createIp1 } from '@sms/ip1'

testProvider({
  create: createIp1,
  credentials: { apiKey: 'IP1_API_KEY' },
  fixtures: new URL('fixtures/', import.meta.url),
})
