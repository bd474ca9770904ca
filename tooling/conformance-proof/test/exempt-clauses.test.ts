import { expect, test } from 'vitest'
import { check } from './matrix.ts'

interface SeveralPages {
  readonly calls: readonly {
    readonly exchanges: readonly {
      readonly request: { readonly query: { offset?: string } }
      readonly response: { readonly body: { total?: number } }
    }[]
    readonly outcome: { readonly items: readonly { id: string | null }[] }
  }[]
}

test('PAGE-18 is skipped if no message of the fixture has an id', async () => {
  const why = 'its messages in several-pages.json have no id'
  expect(
    await resultOf('PAGE-18', ({ calls }) => {
      for (const item of calls.flatMap(({ outcome }) => outcome.items)) item.id = null
    }),
  ).toEqual({ id: 'PAGE-18', outcome: 'skipped', why })
})

test('PAGE-19 is skipped if no body of the fixture has the total', async () => {
  const why = 'its total is in no body of several-pages.json'
  expect(
    await resultOf('PAGE-19', ({ calls }) => {
      for (const { response } of calls.flatMap(({ exchanges }) => exchanges)) delete response.body.total
    }),
  ).toEqual({ id: 'PAGE-19', outcome: 'skipped', why })
})

test('PAGE-20 is skipped if only later pages are requested with a parameter, as with a token', async () => {
  const why = 'its pages have tokens, and none after a token shows what moved in front of it'
  expect(
    await resultOf('PAGE-20', ({ calls }) => {
      for (const { exchanges } of calls) delete exchanges[0]?.request.query.offset
    }),
  ).toEqual({ id: 'PAGE-20', outcome: 'skipped', why })
})

/** The result of a clause after the template's fixture is changed in place. */
async function resultOf(clause: string, change: (fixture: SeveralPages) => void): Promise<unknown> {
  const results = await check({
    bug: 'its fixture is changed',
    breakFixtures: (files) => {
      const fixture = JSON.parse(files.get('several-pages.json') ?? '') as SeveralPages
      change(fixture)
      files.set('several-pages.json', JSON.stringify(fixture))
    },
  })
  return results.find(({ id }) => id === clause)
}
