import { expectRecordedItems, expectSame, expectThat } from '../../harness/expectations.ts'
import type { Clause } from '../clause.ts'

export const PAGE_7: Clause = {
  id: 'PAGE-7',
  sentence:
    'A walk cut by `limit` ends with a cursor. Without `limit`, the cursor is null on the last page only.',
  needs: ['several-pages', 'resumed'],
  follows: ['PAGE-2'],
  async check(harness) {
    const { call, items, pages } = await harness.play('resumed')
    expectSame(items.length, call.options?.limit, 'Items of a walk with `limit`')
    expectThat(
      typeof pages.at(-1)?.cursor === 'string',
      'The last page of a walk cut by `limit` has a cursor.',
      pages,
    )
    const whole = await harness.play('several-pages')
    const isNull = whole.pages.map(({ cursor }) => cursor === null)
    expectSame(isNull, [...isNull.slice(1).map(() => false), true], 'Whether the cursor of each page is null')
  },
}

export const PAGE_8: Clause = {
  id: 'PAGE-8',
  sentence: 'A cursor is URL-safe, and shows no credential, text or phone number.',
  needs: ['several-pages'],
  follows: ['PAGE-7'],
  async check(harness) {
    const { call, pages, items } = await harness.play('several-pages')
    const texts = items.flatMap((item) => ('text' in item && item.text.length > 3 ? [item.text] : []))
    const digits = (call.participant ?? '').replace('+', '')
    for (const { cursor } of pages) {
      if (cursor === null) continue
      expectThat(/^[\w.~-]+$/.test(cursor), 'A URL takes every character of a cursor as it is.', cursor)
      for (const secret of [...Object.values(harness.credentials), ...texts, digits]) {
        expectThat(!cursor.includes(secret), 'A cursor shows no credential, text or phone number.', cursor)
      }
    }
  },
}

export const PAGE_9: Clause = {
  id: 'PAGE-9',
  sentence: 'A walk that another reader resumes from a cursor yields exactly the remaining messages.',
  needs: ['resumed'],
  follows: ['PAGE-7'],
  async check(harness) {
    for (const played of await harness.playAll('resumed')) expectRecordedItems(played)
  },
}
