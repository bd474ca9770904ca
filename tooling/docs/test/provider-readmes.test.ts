import { globSync, readFileSync } from 'node:fs'
import { ROOT } from '@sms/config/workspace'
import { SmsError } from '@sms/core'
import { describe, expect, test } from 'vitest'
import { generatedReadmes } from '../src/generated-readmes.ts'
import { type DocumentedProvider, providers, template } from '../src/providers.ts'

const HEADINGS = [
  'Options',
  'Capabilities',
  'What to know',
  'What a walk cannot promise',
  'Errors worth knowing',
]

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
  'the package.json of $folder declares what its factory does',
  ({ create, name, declaredCapabilities, credentials, credentialSets }) => {
    expect(name).toBe(create.provider)
    expect(declaredCapabilities).toEqual(create.capabilities)
    expect(credentials).toEqual(create.credentials)
    expect(credentialSets).toEqual(create.credentialSets)
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

  test.each(Object.entries(provider.variables))(
    'tells the environment variable of %s',
    (option, variable) => {
      expect(readme).toMatch(new RegExp(`^\\| \`${option}\` +\\| ${variable} +\\|`, 'm'))
    },
  )
})

/** What a factory says of its options to someone who mistypes one. */
function optionsOf({ create }: DocumentedProvider): readonly string[] {
  return messageOf(() => create({ mistyped: true }))
    .replace(/^.*the options are (.*)\.$/, '$1')
    .split(', ')
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
