import { parseArgs } from 'node:util'
import { cases } from './cases/cases.ts'
import type { Measurement } from './measurement.ts'
import { spawnServer } from './server/spawn-server.ts'
import { benchTable } from './table.ts'

const LEAST_ROUNDS = 5

const { values } = parseArgs({
  options: {
    case: { type: 'string', multiple: true, default: cases.map(({ name }) => name) },
    rounds: { type: 'string' },
    short: { type: 'boolean', default: false },
  },
})
const { case: names, short: isShort } = values
const rounds = Number(values.rounds ?? (isShort ? 1 : LEAST_ROUNDS))
if (!(Number.isInteger(rounds) && rounds > 0)) {
  throw new TypeError(`--rounds: expected a whole number above 0, got ${values.rounds}`)
}
const chosen = names.map((name) => {
  const found = cases.find((one) => one.name === name)
  if (found !== undefined) return found
  throw new TypeError(`--case: expected one of ${cases.map((one) => one.name).join(', ')}, got ${name}`)
})

const rows: Measurement[] = []
await using server = spawnServer()
for (const one of chosen) {
  rows.push(...(await one.run({ server, rounds, isShort, report })))
}
process.stdout.write(`${benchTable(rows)}\n`)

function report(progress: string): void {
  process.stderr.write(`${progress}\n`)
}
