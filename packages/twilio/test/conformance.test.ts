import { testProvider } from '@sms/conformance'
import { createTwilio } from '@sms/twilio'
import { ACCOUNT } from './account.ts'

testProvider({
  create: createTwilio,
  options: { accountSid: ACCOUNT },
  fixtures: new URL('fixtures/', import.meta.url),
})
