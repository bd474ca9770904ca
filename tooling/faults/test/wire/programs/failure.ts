import { SmsError } from '@sms/core'
import { CANARY } from '../../../src/canaries.ts'
import { probedProvider } from '../../../src/providers.ts'

// A program that reads once in vain, and prints why.
const [name, baseUrl = ''] = process.argv.slice(2)
const provider = probedProvider(name)

Math.random = () => 0
const error: unknown = await provider
  .connect({ baseUrl, retries: 2 })
  .messages(CANARY.participant, { concurrency: 1 })
  .toArray()
  .catch((thrown: unknown) => thrown)
process.stdout.write(`${JSON.stringify(SmsError.is(error) ? error : { code: null })}\n`)
