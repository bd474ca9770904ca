import { afterAll, beforeAll, expect, test } from 'vitest'
import { cases } from '../src/cases/cases.ts'
import { benchTable } from '../src/table.ts'
import { type BenchServer, spawnServer } from '../src/server/spawn-server.ts'

const ROUNDS = 1

// Without latency, a reader is to need little processor time too.
const OF_PROCESSOR_TIME = new Set(['throughput', 'small-pages', 'archive', 'twilio-throughput'])

let server: BenchServer

beforeAll(() => {
  server = spawnServer()
})
afterAll(() => server[Symbol.asyncDispose]())

// Whoever reads another number of messages than there are makes its case fail.
test.each(cases)('the case $name measures everyone, our packages too', { timeout: 300_000 }, async (one) => {
  const reports = new Set<string>()
  const setting = {
    server,
    rounds: ROUNDS,
    isShort: true,
    report: (progress: string) => reports.add(progress),
  }
  const rows = await one.run(setting)

  expect(new Set(rows.map((row) => row.case))).toEqual(new Set([one.name]))
  expect(rows.map(({ subject, entrant }) => `${subject} ${entrant}`)).toHaveLength(reports.size)
  for (const { values, base } of rows) {
    expect(values.filter(Number.isFinite)).toHaveLength(ROUNDS)
    expect(base?.values.filter(Number.isFinite) ?? values).toHaveLength(ROUNDS)
  }
  expect(benchTable(rows)).not.toContain('NaN')
  const isOfBoth = rows.some(({ target }) => target?.of === 'both ratios')
  expect(isOfBoth).toBe(OF_PROCESSOR_TIME.has(one.name))
  for (const name of ownPackages(one.name)) {
    const own = rows.filter(({ entrant }) => entrant.startsWith(name))
    expect(own.some(({ target }) => target !== null)).toBe(true)
  }
})

/** The packages that a case is about. Some are about Twilio, whose lists cannot be read ahead. */
function ownPackages(name: string): readonly string[] {
  if (name.startsWith('twilio')) return ['@sms/twilio']
  const others = ['@sms/smstools', '@sms/conversations-rcs', '@sms/ip1']
  return name === 'latency' ? others : [...others, '@sms/twilio']
}
