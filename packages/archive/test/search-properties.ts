import type { Archive } from '@sms/archive'
import { searchTerms } from '@sms/archive/store'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasTerms } from './has-terms.ts'
import { ModelProvider, PARTICIPANT } from './model-provider.ts'
import { PROPERTY_TIMEOUT, propertyParameters } from './property-parameters.ts'

const PIECES = [
  [
    'a',
    'b',
    'ab',
    'abc',
    'é',
    'É',
    'ß',
    'ς',
    'Σ',
    'ı',
    'İ',
    'ﬁ',
    '中',
    '国',
    '人',
    'か',
    'が',
    'ー',
    'ｶﾞ',
    'ก',
    'ิ',
    'ำ',
  ],
  ['हि', 'न्', '안', '녕', '١', '7', '070', '174', '06', '+46', '(0)', '\u0301', '\u200d', '\u200b', '\ud83d'],
  [
    '👍',
    '™',
    'ʼ',
    '\0',
    '\n',
    "'",
    ' ',
    ' ',
    ' ',
    ' ',
    '-',
    '.',
    '*',
    '^',
    ':',
    ' AND ',
    ' NEAR(',
    '"',
    '"',
    '“',
  ],
].flat()

const FROM_PIECES = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(''))
const TEXT = fc.oneof(
  { weight: 5, arbitrary: FROM_PIECES },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
)

/**
 * What a search must find in every archive, whatever its database.
 *
 * @param open Returns a new, empty archive; the one before is closed.
 * @param runs How many archives are filled and searched on every change.
 */
export function testSearches(open: () => Promise<Archive>, runs: number): void {
  test('a search finds what a look at all messages finds', { timeout: PROPERTY_TIMEOUT }, async () => {
    const texts = fc.array(TEXT, { minLength: 1, maxLength: 30 })
    const property = fc.asyncProperty(texts, fc.array(TEXT, { maxLength: 20 }), async (messages, others) => {
      const provider = new ModelProvider({ style: 'counted', ids: 'all', growsAtEnd: false, excess: 0 })
      for (const [at, text] of messages.entries())
        provider.insert(provider.make(text, at * 1000, 'received'), 0)
      await using archive = await open()
      await archive.sync(provider.reader, PARTICIPANT)
      const parts = messages.flatMap((text) => [text, text.slice(0, 5), text.slice(2)])
      for (const query of [...others, ...parts]) {
        const terms = searchTerms(query)
        if (terms.length === 0) continue
        const found = await archive.search(query).toArray()
        const expected = messages.filter((text) => hasTerms(text, terms)).toReversed()
        expect(found.map(({ text }) => text)).toEqual(expected)
      }
    })
    await fc.assert(property, propertyParameters(runs))
  })
}
