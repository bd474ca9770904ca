import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root } from '../src/workspace.ts'

test('the badges of the README say what package.json says', () => {
  const badges = readFileSync(`${root}/README.md`, 'utf8').matchAll(
    /img\.shields\.io\/badge\/(\w+)-([^)]+)-\w+\)/g,
  )
  const { license, engines } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {
    readonly license: string
    readonly engines: { readonly node: string }
  }
  const told = [...badges].map(([, label = '', value = '']) => [label, decodeURIComponent(value)])
  expect(Object.fromEntries(told)).toEqual({ licence: license, node: engines.node, types: 'included' })
})
