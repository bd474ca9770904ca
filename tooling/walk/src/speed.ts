import { startSimulator } from '@sms/simulator'
import { type Provider, providers } from './providers.ts'
import { printTable } from './table.ts'

const PAGES = 100
const PAGE_SIZE = 50
const CONCURRENCIES = [1, 4, 8]
const RUNS = 3

interface Run {
  readonly requests: number
  readonly time: number
}

await using simulator = await startSimulator({ messages: PAGES * PAGE_SIZE, participants: 1, latency: 50 })
const [participant = ''] = simulator.participants

const rows = [['provider', 'concurrency', 'requests', 'ms', 'ratio to 1', 'ratio × concurrency']]
for (const provider of providers) {
  let oneByOne: number | undefined
  for (const concurrency of CONCURRENCIES) {
    const { requests, time } = await measure(provider, concurrency)
    oneByOne ??= time
    const ratio = time / oneByOne
    rows.push([
      provider.name,
      String(concurrency),
      String(requests),
      time.toFixed(0),
      ratio.toFixed(3),
      (ratio * concurrency).toFixed(2),
    ])
  }
}
printTable(rows)

/** The run that took the median time. */
async function measure(provider: Provider, concurrency: number): Promise<Run> {
  const runs: Run[] = []
  while (runs.length < RUNS) runs.push(await walk(provider, concurrency))
  const [median = { requests: 0, time: Number.NaN }] = runs
    .toSorted((one, other) => one.time - other.time)
    .slice(Math.floor(RUNS / 2))
  return median
}

async function walk(provider: Provider, concurrency: number): Promise<Run> {
  const reader = provider.connect(simulator)
  const before = simulator.requests
  const begin = performance.now()
  for await (const _ of reader.messages(participant, { pageSize: PAGE_SIZE, concurrency })) {
    // Nothing is done with the messages: what is measured is the walk.
  }
  return { requests: simulator.requests - before, time: performance.now() - begin }
}
