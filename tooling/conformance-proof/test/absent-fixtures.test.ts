import type { ClauseResult } from '@sms/conformance'
import { expect, test } from 'vitest'
import { check } from './matrix.ts'

test('FIXTURE-1 says that a scenario may not be absent, and which may', async () => {
  const why = (await checkAbsent('several-pages')).get('FIXTURE-1')?.why
  expect(why).toContain('several-pages.json may not be absent')
  expect(why).toContain('Only unicode, capped, empty-page, not-found may be absent.')
})

test('FIXTURE-1 requires two items on each page of several-pages.json, which ERROR-14 needs', async () => {
  const results = await check({
    bug: 'its pages have one item',
    breakFixtures: (files) => {
      const text = files.get('several-pages.json') ?? ''
      files.set('several-pages.json', text.replace('"pageSize": 3', '"pageSize": 1'))
    },
  })
  expect(results.find(({ id }) => id === 'FIXTURE-1')?.why).toContain('`pageSize`, which is at least 2')
})

test('an API without texts skips MESSAGE-6 alone', async () => {
  const results = await checkAbsent('unicode')
  expect(results.get('FIXTURE-1')?.outcome).toBe('kept')
  expect(results.get('MESSAGE-1')?.outcome).toBe('kept')
  expect(results.get('MESSAGE-4')?.outcome).toBe('kept')
  expect(results.get('MESSAGE-6')).toEqual({ id: 'MESSAGE-6', outcome: 'skipped', why: 'No texts.' })
})

async function checkAbsent(scenario: string): Promise<ReadonlyMap<string, ClauseResult>> {
  const results = await check({
    bug: `its fixture of ${scenario} is absent`,
    breakFixtures: (files) => {
      files.set(`${scenario}.json`, JSON.stringify({ scenario, absent: 'No texts.' }))
    },
  })
  return new Map(results.map((result) => [result.id, result]))
}
