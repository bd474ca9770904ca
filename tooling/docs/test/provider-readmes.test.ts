import { globSync, readFileSync } from 'node:fs'
import { ROOT } from '@sms/config/workspace'
import { SmsError } from '@sms/core'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { generatedReadmes } from '../src/generated-readmes.ts'
import { type DocumentedProvider, providers, readerOf, template } from '../src/providers.ts'
import { manifestOf } from '../src/documents.ts'

const HEADINGS = [
  'Options',
  'Capabilities',
  'What to know',
  'What a walk cannot promise',
  'Errors worth knowing',
]

afterEach(() => {
  vi.unstubAllEnvs()
})

test('every package that is tested as a provider says so in its package.json', () => {
  const tested = globSync('packages/*/test/conformance.test.ts', { cwd: ROOT })
  expect(providers.map(({ folder }) => `${folder}/test/conformance.test.ts`).toSorted()).toEqual(
    tested.toSorted(),
  )
})

test.each(generatedReadmes())(
  'the tables of $path are up to date (`npx pnpm@12 turbo run tables --filter=@sms/docs` writes them)',
  ({ current, generated }) => {
    expect(current).toBe(generated)
  },
)

test.each([...providers, template])(
  'the package.json of $folder declares what its readers can do',
  (provider) => {
    expect(manifestOf(provider.folder).sms?.capabilities).toEqual(readerOf(provider).capabilities)
  },
)

describe.each([...providers, template])('the README of $folder', (provider) => {
  const readme = readFileSync(`${ROOT}/${provider.folder}/README.md`, 'utf8')

  test('has the headings of all providers, in their order', () => {
    const headings = readme.split('\n').filter((line) => line.startsWith('## '))
    expect(headings).toEqual(HEADINGS.map((heading) => `## ${heading}`))
  })

  test('tells every option', () => {
    const told = [...readme.matchAll(/^\| `(\w+)` +\| .*\| .*\|$/gm)].map(([, option]) => option)
    expect(told).toEqual(expect.arrayContaining([...optionsOf(provider)]))
  })

  test.each(Object.keys(provider.credentials))('tells the environment variable of %s', (option) => {
    expect(readme).toMatch(new RegExp(`^\\| \`${option}\` +\\| ${variableOf(provider, option)} +\\|`, 'm'))
  })
})

/** What a factory says of its options to someone who mistypes one. */
function optionsOf({ create }: DocumentedProvider): readonly string[] {
  return messageOf(() => create({ mistyped: true }))
    .replace(/^.*the options are (.*)\.$/, '$1')
    .split(', ')
}

/** What a factory says to someone who leaves out a credential. */
function variableOf(provider: DocumentedProvider, missing: string): string {
  const { create, credentials, credentialSets, account } = provider
  // The machine may have a real one.
  vi.stubEnv(credentials[missing] ?? '', '')
  const set = credentialSets.find((options) => options.includes(missing)) ?? []
  const others = Object.entries(account).filter(
    ([option]) => option !== missing && (set.includes(option) || credentials[option] === undefined),
  )
  return messageOf(() => create(Object.fromEntries(others))).replace(
    /^.*the environment variable (.*)\.$/,
    '$1',
  )
}

function messageOf(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    if (SmsError.is(error, 'invalid_argument')) return error.message
    throw error
  }
  throw new Error('It took what it has to refuse.')
}
