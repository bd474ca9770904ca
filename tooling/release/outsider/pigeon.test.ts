import { testProvider } from '@sms/conformance'
import { createPigeon } from './pigeon.ts'

testProvider({
  create: createPigeon,
  credentials: { loft: 'PIGEON_LOFT', password: 'PIGEON_PASSWORD' },
  fixtures: new URL('fixtures/', import.meta.url),
})
