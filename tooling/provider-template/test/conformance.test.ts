import { testProvider } from '@sms/conformance'
import { createTemplate } from '@sms/provider-template'

testProvider({
  create: createTemplate,
  credentials: { apiKey: 'TEMPLATE_API_KEY' },
  fixtures: new URL('fixtures/', import.meta.url),
})
