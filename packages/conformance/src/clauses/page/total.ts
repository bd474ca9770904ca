import { expectRecordedItems, expectSame } from '../../harness/expectations.ts'
import type { Clause } from '../clause.ts'

export const PAGE_5: Clause = {
  id: 'PAGE-5',
  sentence: 'A total that cannot be true neither ends the walk early nor prolongs it.',
  needs: ['wrong-total'],
  follows: ['PAGE-2', 'PAGE-4'],
  exempts: ({ total }) => (total ? null : 'its pages have no total'),
  async check(harness) {
    for (const played of await harness.playAll('wrong-total')) expectRecordedItems(played)
  },
}

export const PAGE_6: Clause = {
  id: 'PAGE-6',
  sentence: 'Pages report the total if `capabilities.total` is true, and null otherwise.',
  needs: ['several-pages'],
  async check(harness) {
    const { call, pages } = await harness.play('several-pages', { isWhole: false })
    const hasTotal = harness.capabilities.total
    const expected = hasTotal ? call.outcome.total : null
    for (const { total } of pages) expectSame(total, expected, '`total` of a page')
    if (hasTotal) expectSame(typeof expected, 'number', '`total` of the fixture several-pages.json')
  },
}
