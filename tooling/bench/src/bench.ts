import { parseArgs } from 'node:util'
import { cases } from './cases/cases.ts'
import { spawnServer } from './server/spawn-server.ts'
import { benchTable } from './table.ts'

// Prints a section for each case, as they are in RESULTS.md.

const { values } = parseArgs({
  options: {
    case: { type: 'string', multiple: true, default: cases.map(({ name }) => name) },
    rounds: { type: 'string' },
    short: { type: 'boolean', default: false },
  },
})
const { case: names, rounds, short: isShort } = values
if (rounds !== undefined && !/^[1-9]\d*$/.test(rounds)) {
  throw new TypeError(`--rounds: expected a whole number above 0, got ${rounds}`)
}
const chosen = names.map((name) => {
  const found = cases.find((one) => one.name === name)
  if (found !== undefined) return found
  throw new TypeError(`--case: expected one of ${cases.map((one) => one.name).join(', ')}, got ${name}`)
})

await using server = spawnServer()
const begin = performance.now()
for (const { name, about, rounds: usual, run } of chosen) {
  const times = Number(rounds ?? (isShort ? 1 : usual))
  const rows = await run({ server, rounds: times, isShort, report })
  const counted = times === 1 ? 'One round' : `${times} rounds`
  process.stdout.write(`## ${name}\n\n${about} ${counted}.\n\n${benchTable(rows)}\n\n`)
}
report(`all: ${Math.round((performance.now() - begin) / 1000)} s`)

function report(progress: string): void {
  process.stderr.write(`${progress}\n`)
}
