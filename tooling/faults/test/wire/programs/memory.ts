import { SmsError } from '@sms/core'
import { CANARY } from '../../../src/canaries.ts'
import { probedProvider } from '../../../src/providers.ts'

// A program that reads once in vain, and prints why, and by how many bytes its peak memory grew over a first walk.
const [name, calmUrl = '', baseUrl = ''] = process.argv.slice(2)
const provider = probedProvider(name)

await provider.connect({ baseUrl: calmUrl }).messages(CANARY.participant, { concurrency: 1 }).toArray()
// In kilobytes, see `process.resourceUsage()`.
const before = process.resourceUsage().maxRSS
const error: unknown = await provider
  .connect({ baseUrl })
  .messages(CANARY.participant, { concurrency: 1 })
  .toArray()
  .catch((thrown: unknown) => thrown)
const grown = (process.resourceUsage().maxRSS - before) * 1024
process.stdout.write(`${JSON.stringify({ code: SmsError.is(error) ? error.code : null, grown })}\n`)
