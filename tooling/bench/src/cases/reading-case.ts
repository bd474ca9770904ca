import type { Case } from '../case.ts'
import { type Sample, inTurns } from '../in-turns.ts'
import type { BenchList } from '../list.ts'
import type { ReadingEntrant } from '../readers/entrant.ts'
import type { Read } from '../readers/read.ts'
import { readers } from '../readers/readers.ts'
import { type Measurement, toRows } from '../measurement.ts'
import { type Offer, type BenchProvider, providerNames } from '../server/offer.ts'
import { measureReading } from './measure-reading.ts'

export type Size = Pick<BenchList, 'messages' | 'pageSize' | 'latency'>

/** Measures how well an entrant reads a list. */
export type MeasureReader = (read: Read, entrant: ReadingEntrant, list: BenchList) => Promise<Sample>

interface ReadingCase {
  readonly name: string
  readonly size: Size
  readonly short: Size
  /** The first is the baseline. */
  readonly entrants: (provider: BenchProvider) => readonly ReadingEntrant[]
  readonly measure: MeasureReader
}

// Before anything is measured everyone reads as many pages, so that code is compiled and connections are open.
const WARM_UP_PAGES = 10

/** A case in which the entrants read the messages of each provider. */
export function readingCase({ name, size, short, entrants, measure }: ReadingCase): Case {
  return {
    name,
    async run({ server, rounds, isShort, report }) {
      const { messages, pageSize, latency } = isShort ? short : size
      const rows: Measurement[] = []
      for (const provider of providerNames) {
        const taking = entrants(provider)
        const offer: Offer = { provider, messages, latency, withIds: true }
        const whole: BenchList = { ...offer, ...(await server.offer(offer)), pageSize }

        const beginning = { ...offer, messages: Math.min(messages, WARM_UP_PAGES * pageSize), latency: 0 }
        const warmUp: BenchList = { ...whole, ...beginning, ...(await server.offer(beginning)) }
        for (const entrant of taking) {
          await measureReading(await readers[entrant.reader](), entrant, warmUp)
        }

        await server.offer(offer)
        const samples = await inTurns(rounds, taking, async (entrant) => {
          report(`${name}: ${entrant.label} reads messages of ${provider}`)
          return measure(await readers[entrant.reader](), entrant, whole)
        })
        rows.push(...toRows({ case: name, subject: provider, unit: 'ms' }, samples, taking[0] ?? null))
      }
      return rows
    },
  }
}
