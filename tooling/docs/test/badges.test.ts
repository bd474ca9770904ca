import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ROOT } from '@sms/config/workspace'

test('the badges of the README say what package.json says', () => {
  const badges = readFileSync(`${ROOT}/README.md`, 'utf8').matchAll(
    /img\.shields\.io\/badge\/(\w+)-([^)]+)-\w+\)/g,
  )
  const { license, engines } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as {
    readonly license: string
    readonly engines: { readonly node: string }
  }
  const told = [...badges].map(([, label = '', value = '']) => [label, decodeURIComponent(value)])
  expect(Object.fromEntries(told)).toEqual({ licence: license, node: engines.node, types: 'included' })
})
