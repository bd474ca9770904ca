import { bundle as bundled } from '@sms/release/bundle'
import type { Case } from '../case.ts'
import { inTurns } from '../in-turns.ts'
import { type Entrant, toRows } from '../measurement.ts'
import { providerNames } from '../server/offer.ts'
import type { BenchTarget } from '../target.ts'

const TARGET: BenchTarget = { of: 'value', atMost: 24, stretch: { of: 'value', atMost: 22 } }

const entrants: readonly Entrant[] = [
  { label: 'ky' },
  ...providerNames.map((provider) => ({ label: `@sms/${provider}`, target: TARGET })),
]

/** What a program that reads from one provider ships: everything that its package exports, minified and compressed. */
export const bundle: Case = {
  name: 'bundle',
  about:
    'What a program that reads from one provider ships, with ky and valibot, minified and compressed by gzip.',
  rounds: 1,
  async run({ report }) {
    // It is the same every time.
    const samples = await inTurns(1, entrants, async ({ label }) => {
      report(`bundle: ${label}`)
      const { compressed } = await bundled(`export * from '${label}'`, import.meta.dirname)
      return { value: compressed / 1000 }
    })
    return toRows({ case: 'bundle', subject: 'minified, gzip', unit: 'kB' }, samples)
  },
}
