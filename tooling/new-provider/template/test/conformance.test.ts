import { testProvider } from '@sms/conformance'
import { createTemplate } from '@sms/template'

testProvider({
  create: createTemplate,
  fixtures: new URL('fixtures/', import.meta.url),
})
