import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { withClauseTable } from '../src/clause-table.ts'

const packages = new URL('../../../packages/', import.meta.url)
const readme = readFileSync(new URL('conformance/README.md', packages), 'utf8')

test('the README has every clause (`npx pnpm@12 --filter @sms/conformance-proof clause-table` writes them)', () => {
  expect(readme).toBe(withClauseTable(readme))
})

test('the README shows the test file of @sms/ip1 as it is', () => {
  expect(readme).toContain(readFileSync(new URL('ip1/test/conformance.test.ts', packages), 'utf8'))
})
