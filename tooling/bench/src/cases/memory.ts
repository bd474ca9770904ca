import type { Case, Setting } from '../case.ts'
import { inTurns } from '../in-turns.ts'
import type { BenchList } from '../list.ts'
import { type Measurement, toRows } from '../measurement.ts'
import { measureAlone } from '../measures/measure-alone.ts'
import { type ReadingEntrant, bareLoop, concurrencies, peers, sms } from '../readers/entrant.ts'
import { type BenchProvider, longestPage, providerNames } from '../server/offer.ts'

const PAGE_SIZE = 2000
const MIB = 2 ** 20

/** How much more memory a process takes at its peak for a million messages than for 20 000. */
export const memory: Case = {
  name: 'memory',
  about:
    'How much more memory a process takes at its peak for a million messages than for 20 000, and how much the whole process takes, in pages of 2 000 (twilio: of 1 000). Nothing is read before.',
  rounds: 3,
  async run({ server, rounds, isShort, report }) {
    const [few, many] = isShort ? [200, 2000] : [20_000, 1_000_000]
    const rows: Measurement[] = []
    for (const provider of providerNames) {
      const peak = async (messages: number, entrant: ReadingEntrant): Promise<number> => {
        report(`memory: ${entrant.label} reads ${messages} messages of ${provider}`)
        return peakOf(server, provider, messages, entrant)
      }
      const peaks = await inTurns(rounds, entrants(provider), async (entrant) => {
        const [most, least] = [await peak(many, entrant), await peak(few, entrant)]
        return { whole: most / MIB, more: (most - least) / MIB }
      })
      const more = [...peaks].map(
        ([entrant, taken]) => [entrant, taken.map((one) => ({ value: one.more }))] as const,
      )
      const whole = [...peaks].map(
        ([{ label }, taken]) => [{ label }, taken.map((one) => ({ value: one.whole }))] as const,
      )
      rows.push(
        ...toRows({ case: 'memory', subject: provider, unit: 'MiB' }, new Map(more)),
        ...toRows({ case: 'memory', subject: `${provider}, whole process`, unit: 'MiB' }, new Map(whole)),
      )
    }
    return rows
  },
}

function entrants(provider: BenchProvider): readonly ReadingEntrant[] {
  const several = concurrencies(provider).filter((concurrency) => concurrency > 1)
  return [
    ...several.map(bareLoop),
    ...peers
      .filter(({ reader }) => provider === 'ip1' && reader === 'got')
      .map(({ label, reader, concurrency }) => ({ label, reader, concurrency })),
    ...several.map((concurrency) =>
      sms(provider, concurrency, { of: 'value', atMost: 150, notAbove: [bareLoop(concurrency).label] }),
    ),
  ]
}

/** The memory of a process that reads so many messages, in bytes. */
async function peakOf(
  server: Setting['server'],
  provider: BenchProvider,
  messages: number,
  { reader, label, concurrency }: ReadingEntrant,
): Promise<number> {
  const offer = { provider, messages, latency: 0, withIds: false }
  const list: BenchList = {
    ...offer,
    ...(await server.offer(offer)),
    pageSize: longestPage(provider, PAGE_SIZE),
  }
  const { value } = await measureAlone({ reader, label, concurrency, measure: 'peak', warmUp: null, list })
  return value
}
