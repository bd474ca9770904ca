import { parseArgs } from 'node:util'
import { markdownTable } from 'markdown-table'
import { heapInUse } from './memory.ts'
import { statusLine, tables } from './report.ts'
import { startSoak } from './start-soak.ts'

const MINUTE = 60_000

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } })
const minutes = Number(values.minutes)
if (!(minutes > 0)) throw new TypeError(`--minutes: expected a number above 0, got ${values.minutes}`)

const begin = Date.now()
const soak = await startSoak({
  progress: () => (Date.now() - begin) / (minutes * MINUTE),
  longestWait: 400,
  timeout: 3000,
})
const everyMinute = setInterval(async () => {
  const { tallies, counts } = soak
  const passed = Math.round((Date.now() - begin) / MINUTE)
  process.stderr.write(`${statusLine(passed, tallies, await counts(), heapInUse())}\n`)
}, MINUTE).unref()
const report = await soak.finished
clearInterval(everyMinute)

for (const table of tables(report)) {
  // The first column is a name, and the others are numbers.
  const align = (table[0] ?? []).map((_, column) => (column === 0 ? 'l' : 'r'))
  process.stdout.write(`${markdownTable(table, { align })}\n\n`)
}
const isFlawless = Object.values(report.tallies).every((tally) => tally.isFlawless)
process.exitCode = isFlawless && report.leftOpen.length === 0 ? 0 : 1
