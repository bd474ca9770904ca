import { CANARY } from '../../../src/canaries.ts'
import { probedProvider } from '../../../src/providers.ts'

// A program that reads in one of several ways and then has nothing left to do. It prints what keeps it alive after its
// last await.
const [name, baseUrl = '', way] = process.argv.slice(2)
const provider = probedProvider(name)

const reader = provider.connect({ baseUrl, timeout: way === 'timeout' ? 50 : 30_000, retries: 0 })
const ending = new AbortController()
const messages = reader.messages(CANARY.participant, { signal: ending.signal, pageSize: 2 })
if (way === 'abort') setTimeout(() => ending.abort(), 50)
try {
  for await (const _ of messages) if (way === 'break') break
} catch {
  // Which way a walk ends is up to the server.
}
process.stdout.write(`${JSON.stringify(process.getActiveResourcesInfo())}\n`)
