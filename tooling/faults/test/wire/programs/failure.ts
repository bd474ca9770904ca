import { SmsError } from '@sms/core'
import { CANARY } from '../../../src/canaries.ts'
import { PROVIDERS } from '../../../src/providers.ts'

// A program that reads once in vain, and prints why.
const [name, baseUrl = ''] = process.argv.slice(2)
const provider = PROVIDERS.find((candidate) => candidate.name === name)
if (provider === undefined) throw new Error(`no such provider: ${name}`)

Math.random = () => 0
const error: unknown = await provider
  .connect({ baseUrl, retries: 2 })
  .messages(CANARY.participant)
  .toArray()
  .catch((thrown: unknown) => thrown)
process.stdout.write(`${JSON.stringify(SmsError.is(error) ? error : { code: null })}\n`)
