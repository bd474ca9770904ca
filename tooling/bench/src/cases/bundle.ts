import { bundle as bundled } from '@sms/release/bundle'
import type { Case } from '../case.ts'
import { inTurns } from '../in-turns.ts'
import { type Entrant, toRows } from '../measurement.ts'
import { providerNames } from '../server/offer.ts'

const ky: Entrant = { label: 'ky' }

const entrants: readonly Entrant[] = [
  ky,
  ...[...providerNames, 'twilio'].map((provider) => ({
    label: `@sms/${provider}`,
    target: { of: 'value', atMost: 24 } as const,
  })),
]

/** What a program that reads from one provider ships: everything that its package exports, minified and compressed. */
export const bundle: Case = {
  name: 'bundle',
  async run({ report }) {
    // It is the same every time.
    const samples = await inTurns(1, entrants, async ({ label }) => {
      report(`bundle: ${label}`)
      const { compressed } = await bundled(`export * from '${label}'`, import.meta.dirname)
      return { value: compressed / 1000 }
    })
    return toRows({ case: 'bundle', subject: 'minified, gzip', unit: 'kB' }, samples, ky)
  },
}
