import type { Case } from '../case.ts'
import { inTurns, type Sample } from '../in-turns.ts'
import { type Entrant, type Measurement, toRows } from '../measurement.ts'
import { readBySmsTwilio, readListAfterList, readListsAtOnce, type ReadTwilio } from '../readers/twilio.ts'
import { type TwilioConversation, spawnTwilio } from '../server/spawn-twilio.ts'

interface TwilioEntrant extends Entrant {
  readonly read: ReadTwilio
}

interface Size {
  readonly messages: number
  readonly pageSize: number
  readonly latency: number
}

const AFTER: TwilioEntrant = { label: 'twilio, one list after the other', read: readListAfterList }
const AT_ONCE: TwilioEntrant = { label: 'twilio, both lists at once', read: readListsAtOnce }
const SMS = { label: '@sms/twilio', read: readBySmsTwilio }

/** A hundred pages from Twilio, which takes 50 ms to respond: fifty of each list. */
export const twilioLatency: Case = twilioCase(
  'twilio latency',
  { messages: 5000, pageSize: 50, latency: 50 },
  { messages: 100, pageSize: 10, latency: 5 },
  { after: 0.6, atOnce: 1.1 },
)

/** The cost of a message: from a server without latency, in pages of a thousand. */
export const twilioThroughput: Case = twilioCase(
  'twilio throughput',
  { messages: 50_000, pageSize: 1000, latency: 0 },
  { messages: 100, pageSize: 10, latency: 0 },
  { after: 1, atOnce: 1.1 },
)

/** @param targets What the time of our package is at most, beside each way to read with the provider's own client. */
function twilioCase(
  name: string,
  size: Size,
  short: Size,
  targets: { readonly after: number; readonly atOnce: number },
): Case {
  return {
    name,
    async run({ rounds, isShort, report }) {
      const { messages, pageSize, latency } = isShort ? short : size
      await using server = await spawnTwilio(messages, latency)
      const rows: Measurement[] = []
      const pairs: readonly (readonly [TwilioEntrant, number])[] = [
        [AFTER, targets.after],
        [AT_ONCE, targets.atOnce],
      ]
      for (const [baseline, atMost] of pairs) {
        const own: TwilioEntrant = { ...SMS, target: { of: 'ratio', atMost } }
        const entrants = [baseline, own]
        for (const { label, read } of entrants) await measure(label, read, server, pageSize)
        const samples = await inTurns(rounds, entrants, ({ label, read }) => {
          report(`${name}: ${label} beside ${baseline.label}`)
          return measure(label, read, server, pageSize)
        })
        rows.push(
          ...toRows({ case: name, subject: `beside ${baseline.label}`, unit: 'ms' }, samples, baseline),
        )
      }
      return rows
    },
  }
}

async function measure(
  label: string,
  read: ReadTwilio,
  server: TwilioConversation,
  pageSize: number,
): Promise<Sample> {
  // No reader pays for the garbage of another.
  globalThis.gc?.()
  let messages = 0
  let characters = 0
  const processor = process.cpuUsage()
  const begin = performance.now()
  await read(server, pageSize, (text) => {
    messages += 1
    characters += text.length
  })
  const value = performance.now() - begin
  const { user, system } = process.cpuUsage(processor)
  if (messages !== server.messages || characters !== server.characters) {
    throw new Error(`${label} read ${messages} messages of ${server.messages}: its time means nothing`)
  }
  return { value, processor: (user + system) / 1000 }
}
