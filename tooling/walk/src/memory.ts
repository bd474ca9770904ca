import { type Provider, type SimulatorAddress, providers } from './providers.ts'
import { spawnSimulator } from './spawn-simulator.ts'
import { printTable } from './table.ts'

const SHORT = 10_000
const LONG = 1_000_000

/** What a walk took, memory in bytes. */
interface Walked {
  readonly messages: number
  /** Messages with the same key as the one before. */
  readonly repeats: number
  readonly rss: number
  readonly heap: number
  /** The heap at the last page, once what nothing holds any more is collected: the rest is garbage that waits. */
  readonly kept: number
}

const rows = [
  ['provider', 'messages', 'neighbours alike', 'peak rss, MiB', 'peak heap, MiB', 'kept heap, MiB'],
]
await using short = await spawnSimulator(SHORT)
await using long = await spawnSimulator(LONG)
for (const provider of chosen()) {
  const first = await walk(provider, short.address)
  const second = await walk(provider, long.address)
  rows.push(row(provider.name, first), row(provider.name, second), difference(first, second))
}
printTable(rows)

/** The providers named as arguments, or all: memory that one walk leaves with the process hides what the next takes. */
function chosen(): readonly Provider[] {
  const names = process.argv.slice(2)
  return providers.filter(({ name }) => names.length === 0 || names.includes(name))
}

async function walk(provider: Provider, address: SimulatorAddress): Promise<Walked> {
  // Each walk begins with nothing left to collect of the one before.
  globalThis.gc?.()
  const [participant = ''] = address.participants
  const pageSize = provider.name === 'smstools' ? 2000 : 1000
  let messages = 0
  let repeats = 0
  let rss = 0
  let heap = 0
  let kept = 0
  let last = ''
  for await (const { items, cursor } of provider
    .connect(address)
    .messages(participant, { pageSize })
    .pages()) {
    for (const { key } of items) {
      if (key === last) repeats += 1
      last = key
    }
    messages += items.length
    const usage = process.memoryUsage()
    rss = Math.max(rss, usage.rss)
    heap = Math.max(heap, usage.heapUsed)
    if (cursor === null) {
      globalThis.gc?.()
      kept = process.memoryUsage().heapUsed
    }
  }
  return { messages, repeats, rss, heap, kept }
}

function row(name: string, { messages, repeats, rss, heap, kept }: Walked): string[] {
  return [name, String(messages), String(repeats), mebibytes(rss), mebibytes(heap), mebibytes(kept)]
}

function difference(first: Walked, second: Walked): string[] {
  const memory = [second.rss - first.rss, second.heap - first.heap, second.kept - first.kept]
  return ['  difference', '', '', ...memory.map(mebibytes)]
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1)
}
