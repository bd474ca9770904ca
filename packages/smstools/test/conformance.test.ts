import { testProvider } from '@sms/conformance'
import { createSmstools } from '@sms/smstools'

testProvider({
  create: createSmstools,
  credentials: { clientId: 'SMSTOOLS_CLIENT_ID', clientSecret: 'SMSTOOLS_CLIENT_SECRET' },
  fixtures: new URL('fixtures/', import.meta.url),
})
