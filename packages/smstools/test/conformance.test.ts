import { testProvider } from '@sms/conformance'
import { createSmstools } from '@sms/smstools'

testProvider({
  create: createSmstools,
  fixtures: new URL('fixtures/', import.meta.url),
})
