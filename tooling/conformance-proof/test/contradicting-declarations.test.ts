import type { Capabilities } from '@sms/core'
import { expect, test } from 'vitest'
import { type BrokenProvider, type Factory, ip1 } from './broken/broken-provider.ts'
import { withReader } from './broken/wrap.ts'
import { check } from './matrix.ts'

/** The clauses that a provider breaks. */
async function brokenBy(provider: Omit<BrokenProvider, 'bug'>): Promise<readonly string[]> {
  const results = await check({ bug: '', ...provider })
  return results.filter(({ outcome }) => outcome === 'broken').map(({ id }) => id)
}

function withCapabilities(changes: Partial<Capabilities>): (factory: Factory) => Factory {
  return withReader(({ capabilities }) => ({ capabilities: { ...capabilities, ...changes } }))
}

/** A factory with other facts beside its readers. */
function withFacts(facts: object): (factory: Factory) => Factory {
  return (factory) => Object.assign((options: Parameters<Factory>[0]) => factory(options), facts)
}

test.each<{ readonly how: string; readonly capabilities: Partial<Capabilities> }>([
  { how: 'an order that it does not accept', capabilities: { orders: [] } },
  { how: 'a default above the largest page', capabilities: { defaultPageSize: 201, maxPageSize: 200 } },
  { how: 'a default of 0', capabilities: { defaultPageSize: 0 } },
  { how: 'a largest page of 0', capabilities: { maxPageSize: 0 } },
  {
    how: 'a default above the limit for providers without a maximum',
    capabilities: { defaultPageSize: 10_001, maxPageSize: null },
  },
])('capabilities with $how break READER-1', async ({ capabilities }) => {
  expect(await brokenBy({ breakFactory: withCapabilities(capabilities) })).toContain('READER-1')
})

test.each(['', 'Acme', 'acme sms', 'acme-', '9acme'])('the name %j breaks READER-1', async (provider) => {
  expect(await brokenBy({ breakFactory: withReader(() => ({ provider })) })).toContain('READER-1')
})

test.each(['conversations', 'summary'] as const)(
  'the capability of `%s` without the method breaks FIXTURE-1',
  async (method) => {
    expect(await brokenBy({ breakFactory: withCapabilities({ [method]: true }) })).toContain('FIXTURE-1')
  },
)

test('a method without its capability breaks READER-11', async () => {
  const broken = await brokenBy({ base: ip1, breakFactory: withCapabilities({ summary: false }) })
  expect(broken).toContain('READER-11')
})

test.each(['', 'acme-key', 'acmeKey', '1KEY'])(
  'an option in the variable %j breaks READER-12',
  async (variable) => {
    expect(await brokenBy({ breakFactory: withFacts({ options: { account: variable } }) })).toContain(
      'READER-12',
    )
  },
)

test('an option with the name of one that every reader has breaks READER-12', async () => {
  const options = { timeout: 'ACME_TIMEOUT' }
  expect(await brokenBy({ breakFactory: withFacts({ options }) })).toContain('READER-12')
})
