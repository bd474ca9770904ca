import { outputOf } from '@sms/config/run-program'
import type { Case } from '../case.ts'
import { inTurns, type Sample } from '../in-turns.ts'
import { type Entrant, toRows } from '../measurement.ts'
import { providerNames } from '../server/offer.ts'

const entrants: readonly Entrant[] = [
  { label: 'ky' },
  ...['got', '@octokit/core', 'stripe', 'openai', 'twilio', '@azure/core-paging'].map((label) => ({
    label,
    base: 'ky',
  })),
  ...providerNames.map((provider) => ({
    label: `@sms/${provider}`,
    base: 'ky',
    target: { of: 'excess', atMost: 10 } as const,
  })),
]

const PROGRAM = `
const used = process.cpuUsage()
const begin = performance.now()
await import(process.argv[1])
const value = performance.now() - begin
const { user, system } = process.cpuUsage(used)
process.stdout.write(JSON.stringify({ value, processor: (user + system) / 1000 }))`

const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' }

/** The time to load a package into a process that has loaded nothing yet. */
export const importTime: Case = {
  name: 'import',
  about: 'The time to load a package into a process that has loaded nothing yet, without a compile cache.',
  rounds: 15,
  async run({ rounds, report }) {
    const samples = await inTurns(rounds, entrants, async ({ label }) => {
      report(`import: ${label}`)
      const words = ['--input-type=module', '--eval', PROGRAM, label]
      return JSON.parse(await outputOf(process.execPath, words, { cwd: import.meta.dirname, env })) as Sample
    })
    return toRows({ case: 'import', subject: 'one process each', unit: 'ms' }, samples)
  },
}
