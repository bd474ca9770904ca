import { markdownTable } from 'markdown-table'

const CASES: ReadonlyMap<string, string> = new Map([
  ['latency', '100 pages of 1 000 messages, 50 ms each'],
  ['throughput', '200 000 messages, no latency'],
  ['first-message', 'the first of 1 000 messages'],
])
const BASE = 'bare loop'
const READERS = ['@sms/ip1, 4 in flight', 'got', 'openai', 'stripe']
const PROVIDER = 'ip1'

/**
 * Returns three rows of the benchmark: how long each reader takes, relative to a bare loop with one request in flight.
 *
 * @param results The document with all rows.
 * @throws {Error} if a row is missing.
 */
export function benchmarkTable(results: string): string {
  const rows = results.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
  const timeOf = (name: string, reader: string): number => {
    const row = rows.find(
      ([, inCase, provider, who]) => inCase === name && provider === PROVIDER && who === reader,
    )
    const time = Number.parseFloat(row?.[4] ?? '')
    if (Number.isNaN(time)) throw new Error(`The results have no row of ${reader} in the case ${name}.`)
    return time
  }
  return markdownTable(
    [
      ['case', ...READERS],
      ...[...CASES].map(([name, meaning]) => [
        meaning,
        ...READERS.map((reader) => (timeOf(name, reader) / timeOf(name, BASE)).toFixed(2)),
      ]),
    ],
    { align: ['l', ...READERS.map(() => 'r')] },
  )
}
