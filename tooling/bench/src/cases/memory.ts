import { fileURLToPath } from 'node:url'
import { outputOf } from '@sms/config/run-program'
import type { Case, Setting } from '../case.ts'
import { inTurns } from '../in-turns.ts'
import type { BenchList } from '../list.ts'
import { type ReadingEntrant, bareLoop, peers, sms } from '../readers/entrant.ts'
import { type Measurement, toRows } from '../measurement.ts'
import { type BenchProvider, providerNames } from '../server/offer.ts'

/** The list that a process reads. */
export interface MemoryTask extends Pick<ReadingEntrant, 'reader' | 'label' | 'concurrency'> {
  readonly list: BenchList
}

const PAGE_SIZE = 2000

const program = fileURLToPath(new URL('memory-program.ts', import.meta.url))

/** How much more memory a process takes at its peak for a million messages than for 20 000. */
export const memory: Case = {
  name: 'memory',
  async run({ server, rounds, isShort, report }) {
    const [few, many] = isShort ? [200, 2000] : [20_000, 1_000_000]
    const rows: Measurement[] = []
    for (const provider of providerNames) {
      const samples = await inTurns(rounds, entrants(provider), async (entrant) => {
        report(`memory: ${entrant.label} reads messages of ${provider}`)
        const most = await peak(server, provider, many, entrant)
        return { value: (most - (await peak(server, provider, few, entrant))) / 2 ** 20 }
      })
      rows.push(...toRows({ case: 'memory', subject: provider, unit: 'MiB' }, samples, null))
    }
    return rows
  },
}

function entrants(provider: BenchProvider): readonly ReadingEntrant[] {
  return [
    bareLoop(),
    bareLoop(4),
    ...peers.filter(({ reader }) => provider === 'ip1' && reader === 'got'),
    sms(provider, 1),
    sms(provider, 4, { of: 'value', atMost: 80 }),
  ]
}

/** The memory of a process that reads so many messages, in bytes. */
async function peak(
  server: Setting['server'],
  provider: BenchProvider,
  messages: number,
  { reader, label, concurrency }: ReadingEntrant,
): Promise<number> {
  const offer = { provider, messages, latency: 0, withIds: false }
  const list: BenchList = { ...offer, ...(await server.offer(offer)), pageSize: PAGE_SIZE }
  const task: MemoryTask = { reader, label, concurrency, list }
  const words = [program, JSON.stringify(task)]
  return Number(await outputOf(process.execPath, words, { cwd: import.meta.dirname }))
}
