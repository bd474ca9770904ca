import { expect, test } from 'vitest'
import { benchmarkTable } from '../src/benchmark-table.ts'

const READERS = ['bare loop', '@sms/ip1, 4 in flight', 'got', 'openai', 'stripe']

function results(cases: readonly string[]): string {
  const rows = cases.flatMap((name) =>
    READERS.map(
      (who, at) => `| ${name} | ip1 | ${who} | ${(200 + at).toFixed(1)} ms (100.0–300.0) | other |`,
    ),
  )
  return `# Results\n\n| case | with | who | median (range) | beside |\n| - | - | - | - | - |\n${rows.join('\n')}\n`
}

test('the table has the time of each reader in each case, divided by that of the bare loop', () => {
  const table = benchmarkTable(results(['latency', 'throughput', 'first-message']))
  expect(table.split('\n')).toHaveLength(5)
  expect(table).toMatch(/^\| 200 000 messages, no latency +\| +1\.00 \| 1\.01 \| +1\.01 \| +1\.02 \|$/m)
})

test('a row that the results do not have is an error', () => {
  expect(() => benchmarkTable(results(['latency']))).toThrow(/no row of .* in the case throughput/)
})
