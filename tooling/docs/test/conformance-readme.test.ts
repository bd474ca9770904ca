import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const packages = new URL('../../../packages/', import.meta.url)

test('the README of the conformance kit shows the test file of @sms/ip1 as it is', () => {
  const readme = readFileSync(new URL('conformance/README.md', packages), 'utf8')
  expect(readme).toContain(readFileSync(new URL('ip1/test/conformance.test.ts', packages), 'utf8'))
})
