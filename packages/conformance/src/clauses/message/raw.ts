import { expectSame, expectSuccess, expectThat } from '../../harness/expectations.ts'
import { locateItems, withText } from '../../variations/located-items.ts'
import { exchangesWithEach } from '../../variations/located-page.ts'
import type { Clause } from '../clause.ts'

const POISON = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1'

export const MESSAGE_2: Clause = {
  id: 'MESSAGE-2',
  sentence: '`raw` is exactly what the provider sent.',
  needs: ['several-pages'],
  async check(harness) {
    const { call, items } = await harness.play('several-pages')
    for (const [index, { raw }] of items.entries()) {
      const isSent = call.exchanges.some(({ response }) => locateItems(response.body, [raw]) !== null)
      expectThat(isSent, `several-pages.json, item ${index + 1}: \`raw\` is in a response.`, raw)
    }
  },
}

export const MESSAGE_12: Clause = {
  id: 'MESSAGE-12',
  sentence: 'A field that is not documented is accepted, and `raw` includes it.',
  needs: ['both-directions'],
  follows: ['MESSAGE-2'],
  async check(harness) {
    const recorded = await harness.play('both-directions')
    const exchanges = exchangesWithEach(recorded, (item) => ({
      ...item,
      fieldOfNextYear: { added: ['later'] },
    }))
    const played = await harness.play('both-directions', { what: 'with another field', exchanges })
    expectSuccess(played, 'Items with a field that is not documented')
    for (const { raw } of played.items) {
      const { fieldOfNextYear } = raw as { readonly fieldOfNextYear?: unknown }
      expectSame(fieldOfNextYear, { added: ['later'] }, 'The field in `raw`')
    }
  },
}

export const MESSAGE_15: Clause = {
  id: 'MESSAGE-15',
  sentence:
    'Keys such as `__proto__` change no object, and `raw` is safe to spread and to pass to `Object.assign`.',
  needs: ['both-directions'],
  follows: ['MESSAGE-2'],
  async check(harness) {
    const recorded = await harness.play('both-directions')
    const exchanges = exchangesWithEach(recorded, (item) => ({ ...item, poison: 1 })).map((exchange) =>
      withText(exchange, (text) => text.replaceAll('"poison":1', POISON)),
    )
    const played = await harness.play('both-directions', { what: 'with the keys of objects', exchanges })
    expectSuccess(played, 'Items with keys that every object inherits')
    for (const { raw } of played.items) {
      const copies: readonly object[] = [{}, { ...(raw as object) }, Object.assign({}, raw)]
      const isClean = copies.every((copy) => !('polluted' in copy))
      expectThat(isClean, 'Reading and copying `raw` adds no property to any object.')
    }
  },
}
