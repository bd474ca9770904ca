import { markdownTable } from 'markdown-table'

const CASES: ReadonlyMap<string, string> = new Map([
  ['latency', '100 pages of 1 000 messages, 50 ms each'],
  ['throughput', '200 000 messages, no latency'],
  ['first-message', 'the first of 1 000 messages'],
])
const READERS = ['@sms/ip1, 4 in flight', 'got', 'openai', 'stripe']
const PROVIDER = 'ip1'

/**
 * Returns three rows of the benchmark: how long each reader takes, relative to a bare loop.
 *
 * @param results The document with all rows.
 * @throws {Error} if a row is missing.
 */
export function benchmarkTable(results: string): string {
  const rows = results.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
  const ratioOf = (name: string, reader: string): string => {
    const row = rows.find(
      ([, inCase, provider, who]) => inCase === name && provider === PROVIDER && who === reader,
    )
    const ratio = row?.[5]
    if (ratio === undefined) throw new Error(`The results have no row of ${reader} in the case ${name}.`)
    return ratio
  }
  return markdownTable(
    [
      ['case', ...READERS],
      ...[...CASES].map(([name, meaning]) => [meaning, ...READERS.map((reader) => ratioOf(name, reader))]),
    ],
    { align: ['l', ...READERS.map(() => 'r')] },
  )
}
