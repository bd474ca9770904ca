import { providerPackages } from '@sms/config/provider-packages'
import { publicPackages } from '@sms/config/workspace'
import { expect, test } from 'vitest'
import { publishedProviders } from '../../../../packages/cli/src/providers/published-providers.ts'

// `new-provider` adds a provider to both.
const providers = providerPackages()

test('the command line knows the name of every provider that is published', () => {
  expect(publishedProviders).toEqual(providers.map(({ declaration }) => declaration.provider))
})

test('the command line depends on every provider, so that what works on all of them is built after them', () => {
  const cli = publicPackages().find(({ name }) => name === '@sms/cli')
  expect(Object.keys(cli?.manifest.devDependencies ?? {})).toEqual(
    expect.arrayContaining(providers.map(({ name }) => name)),
  )
})
