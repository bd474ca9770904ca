import { setTimeout } from 'node:timers/promises'
import { inspect } from 'node:util'
import { SmsError } from '@sms/core'
import { CANARY } from '../../../src/canaries.ts'
import { probedProvider } from '../../../src/providers.ts'

// A program that takes something from the runtime, reads, and prints the error and every rejection that no one handled.
const [name, baseUrl = '', missing = ''] = process.argv.slice(2)
const provider = probedProvider(name)

const unhandled: string[] = []
process.on('unhandledRejection', (reason) => unhandled.push(inspect(reason, { depth: 9 })))

const parse = JSON.parse
const removals: Readonly<Record<string, () => void>> = {
  'Promise.withResolvers': () => Reflect.deleteProperty(Promise, 'withResolvers'),
  'URL.parse': () => Reflect.deleteProperty(URL, 'parse'),
  // As it was before a reviver was told the source text.
  'JSON.parse': () => {
    JSON.parse = (text, reviver) =>
      parse(text, reviver === undefined ? undefined : (key, value) => reviver(key, value))
  },
  Request: () => Reflect.deleteProperty(globalThis, 'Request'),
}

async function read(): Promise<unknown> {
  removals[missing]?.()
  return provider.connect({ baseUrl, retries: 0 }).messages(CANARY.participant).toArray()
}

const error: unknown = await read().catch((thrown: unknown) => thrown)
// A rejection is reported when its turn of the event loop has ended.
await setTimeout(50)
const facts = SmsError.is(error) ? { code: error.code, message: error.message } : { code: null }
process.stdout.write(`${JSON.stringify({ ...facts, unhandled })}\n`)
