import type { Case } from '../case.ts'
import { inTurns } from '../in-turns.ts'
import type { BenchList } from '../list.ts'
import { type Measurement, toRows } from '../measurement.ts'
import { measureAlone } from '../measures/measure-alone.ts'
import type { MeasureName } from '../measures/task.ts'
import type { ReadingEntrant } from '../readers/entrant.ts'
import { type BenchProvider, longestPage, type Offer, providerNames } from '../server/offer.ts'

export type Size = Pick<BenchList, 'messages' | 'pageSize' | 'latency'>

interface ReadingCase extends Pick<Case, 'name' | 'about' | 'rounds'> {
  readonly size: Size
  readonly short: Size
  /** How many messages each process reads first, without latency. Default: all. */
  readonly warmUp?: number
  /** Default: all. */
  readonly providers?: readonly BenchProvider[]
  readonly entrants: (provider: BenchProvider) => readonly ReadingEntrant[]
  readonly measure: MeasureName
}

/** A case in which the entrants read a conversation of each provider, each in a process of its own. */
export function readingCase({
  name,
  about,
  rounds: usual,
  size,
  short,
  warmUp = Infinity,
  providers = providerNames,
  entrants,
  measure,
}: ReadingCase): Case {
  return {
    name,
    about,
    rounds: usual,
    async run({ server, rounds, isShort, report }) {
      const { messages, pageSize: wanted, latency } = isShort ? short : size
      const rows: Measurement[] = []
      for (const provider of providers) {
        const pageSize = longestPage(provider, wanted)
        const offer: Offer = { provider, messages, latency, withIds: true }
        const whole: BenchList = { ...offer, ...(await server.offer(offer)), pageSize }
        const beginning: Offer = { ...offer, messages: Math.min(messages, warmUp), latency: 0 }
        const first: BenchList = { ...beginning, ...(await server.offer(beginning)), pageSize }

        const samples = await inTurns(rounds, entrants(provider), (entrant) => {
          const { label, reader, concurrency, base = 'nothing' } = entrant
          report(`${name}: ${label} reads messages of ${provider}, beside ${base}`)
          return measureAlone({ label, reader, concurrency, measure, warmUp: first, list: whole })
        })
        rows.push(...toRows({ case: name, subject: provider, unit: 'ms' }, samples))
      }
      return rows
    },
  }
}
