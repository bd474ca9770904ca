import { expect, test } from 'vitest'
import { check } from './matrix.ts'

// Each of them changes the messages of both-directions.json.
const CHANGING = ['MESSAGE-12', 'MESSAGE-14', 'MESSAGE-15']

test('clauses that change messages are kept by a provider whose pages are smaller than a conversation', async () => {
  const results = await check({
    bug: 'its fixture has several pages that overlap',
    breakFixtures: (files) => {
      const [both, several] = ['both-directions.json', 'several-pages.json'].map(
        (name) => JSON.parse(files.get(name) ?? '') as { readonly calls: readonly unknown[] },
      )
      const calls = [...(several?.calls ?? []), ...(both?.calls.slice(1) ?? [])]
      files.set('both-directions.json', JSON.stringify({ ...both, calls }))
    },
  })
  expect(results.filter(({ id }) => CHANGING.includes(id))).toEqual(
    CHANGING.map((id) => ({ id, outcome: 'kept', why: null })),
  )
})
