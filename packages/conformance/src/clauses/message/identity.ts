import type { Message } from '@sms/core'
import type { ScenarioName } from '../../fixture/scenario-name.ts'
import { expectSame, expectSuccess, expectThat } from '../../harness/expectations.ts'
import type { Harness } from '../../harness/harness.ts'
import { withText } from '../../variations/located-items.ts'
import { exchangesWithEach } from '../../variations/located-page.ts'
import type { Clause } from '../clause.ts'

// Above 2^53: as a number, it would lose its last digits in JavaScript.
const LARGE_ID = 9_007_199_254_740_993n

export const MESSAGE_3: Clause = {
  id: 'MESSAGE-3',
  sentence: 'Different messages have different keys, and a message has the same key whenever it is read.',
  needs: ['several-pages', 'both-directions'],
  async check(harness) {
    for (const name of ['several-pages', 'both-directions'] as const) {
      const first = await keysByRaw(harness, name)
      const again = await keysByRaw(harness, name)
      const different = new Set(first.values()).size
      expectSame(different, first.size, `${name}.json: different keys for different messages`)
      expectSame(again, first, `${name}.json: the keys of a second reading`)
      const recorded = harness.call(name).outcome.items?.map(({ key }) => key) ?? []
      for (const key of first.values()) {
        expectThat(recorded.includes(key), `${name}.json: every key is one that the fixture records.`, key)
      }
    }
  },
}

export const MESSAGE_14: Clause = {
  id: 'MESSAGE-14',
  sentence: 'An id that is a number becomes a string of all its digits, however large it is.',
  needs: ['both-directions'],
  follows: ['MESSAGE-2'],
  async check(harness) {
    const recorded = await harness.play('both-directions')
    const ids = new Set(idsOf(recorded.items as readonly Message[]))
    const expected = new Set<string>()
    const changed = exchangesWithEach(recorded, (item, index) => {
      const field = Object.keys(item).find((name) => ids.has(String(item[name])))
      if (field === undefined) return item
      const id = String(LARGE_ID + BigInt(index))
      expected.add(id)
      return { ...item, [field]: `id ${id}` }
    })
    // JSON.stringify cannot write such a number.
    const exchanges = changed.map((exchange) =>
      withText(exchange, (text) => text.replaceAll(/"id (\d+)"/g, '$1')),
    )
    const played = await harness.play('both-directions', { what: 'with large numbers for ids', exchanges })
    expectSuccess(played, 'Items whose ids are large numbers')
    const actual = idsOf(played.items as readonly Message[])
    expectSame(actual.toSorted(), [...expected].toSorted(), 'Ids')
  },
}

function idsOf(messages: readonly Message[]): readonly string[] {
  return messages.flatMap(({ id }) => (id === null ? [] : [id]))
}

/** The keys of a fixture's messages, by what the provider sent. */
async function keysByRaw(harness: Harness, name: ScenarioName): Promise<ReadonlyMap<string, string>> {
  const { items } = await harness.play(name)
  return new Map((items as readonly Message[]).toReversed().map(({ raw, key }) => [JSON.stringify(raw), key]))
}
