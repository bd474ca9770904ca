import { testProvider } from '@sms/conformance'
import { createIp1 } from '@sms/ip1'

testProvider({
  create: createIp1,
  fixtures: new URL('fixtures/', import.meta.url),
})
