import type { Counts } from './questions.ts'
import type { SoakReport, Tallies } from './start-soak.ts'

/** The state of a soak that is running, on one line. */
export function statusLine(
  minutes: number,
  tallies: Tallies,
  { requests, retries }: Counts,
  heap: number,
): string {
  const all = Object.values(tallies)
  const sum = (name: 'walks' | 'yielded' | 'lost' | 'twice' | 'failed'): number =>
    all.reduce((total, tally) => total + tally[name], 0)
  return [
    `${minutes} min: ${sum('walks')} walks`,
    `${sum('yielded')} messages`,
    `${requests} requests`,
    `${retries} retries`,
    `${sum('lost')} lost`,
    `${sum('twice')} twice`,
    `${sum('failed')} failed`,
    `heap ${mebibytes(heap)} MiB`,
    `rss ${mebibytes(process.memoryUsage.rss())} MiB`,
  ].join(', ')
}

/** The tables that report a soak. */
export function tables({
  tallies,
  counts,
  heap,
  peakMemory,
  leftOpen,
}: SoakReport): readonly (readonly (readonly string[])[])[] {
  const { requests, retries, arrivals, deletions, faults } = counts
  const walks = Object.entries(tallies).map(([name, tally]) => [
    name,
    ...[
      tally.walks,
      tally.stops,
      tally.expected,
      tally.yielded,
      tally.lost,
      tally.twice,
      tally.misplaced,
      tally.failed,
    ].map(String),
  ])
  const failed = Object.values(tallies).flatMap(({ failures }) => [...failures])
  return [
    [
      ['walks', 'walks', 'resumed', 'expected', 'yielded', 'lost', 'twice', 'out of order', 'failed'],
      ...walks,
    ],
    [
      ['failed walks', 'times'],
      ...(failed.length === 0 ? [['none', '0']] : failed.map(([why, times]) => [why, String(times)])),
    ],
    [
      ['at the simulator', 'times'],
      ['requests', String(requests)],
      ['retries', String(retries)],
      ['arrivals', String(arrivals)],
      ['deletions', String(deletions)],
      ...Object.entries(faults)
        .toSorted()
        .map(([name, times]) => [`fault ${name}`, String(times)]),
    ],
    [
      ['in this process', ''],
      ['peak memory (rss), MiB', mebibytes(peakMemory)],
      ['heap in use at the start, MiB', mebibytes(heap.start)],
      ['heap in use in the middle, MiB', mebibytes(heap.middle)],
      ['heap in use at the end, MiB', mebibytes(heap.end)],
      ['sockets and timers left open', leftOpen.length === 0 ? 'none' : leftOpen.join(' ')],
    ],
  ]
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1)
}
