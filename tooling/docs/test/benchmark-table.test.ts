import { expect, test } from 'vitest'
import { benchmarkTable } from '../src/benchmark-table.ts'

const READERS = ['@sms/ip1, 4 in flight', 'got', 'openai', 'stripe']

function results(cases: readonly string[]): string {
  const rows = cases.flatMap((name) =>
    READERS.map((who, at) => `| ${name} | ip1 | ${who} | 9 ms | 1.${at} |`),
  )
  return `# Results\n\n| case | with | who | median | ratio |\n| - | - | - | - | - |\n${rows.join('\n')}\n`
}

test('the table has the ratio of each reader in each case', () => {
  const table = benchmarkTable(results(['latency', 'throughput', 'first-message']))
  expect(table.split('\n')).toHaveLength(5)
  expect(table).toMatch(/^\| 200 000 messages, no latency +\| +1\.0 \| 1\.1 \| +1\.2 \| +1\.3 \|$/m)
})

test('a row that the results do not have is an error', () => {
  expect(() => benchmarkTable(results(['latency']))).toThrow(/no row of .* in the case throughput/)
})
