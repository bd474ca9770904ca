import { expectRecordedItems } from '../../harness/expectations.ts'
import type { Clause } from '../clause.ts'

export const PAGE_2: Clause = {
  id: 'PAGE-2',
  sentence: 'A walk yields every message once, in the order of the pages, and ends with the last page.',
  needs: ['several-pages', 'empty'],
  follows: ['MESSAGE-3'],
  async check(harness) {
    for (const name of ['several-pages', 'empty'] as const) {
      for (const played of await harness.playAll(name)) expectRecordedItems(played)
    }
  },
}

export const PAGE_3: Clause = {
  id: 'PAGE-3',
  sentence: 'An empty page that is not the last one does not end the walk.',
  needs: ['empty-page'],
  follows: ['PAGE-2'],
  async check(harness) {
    for (const played of await harness.playAll('empty-page')) expectRecordedItems(played)
  },
}

export const PAGE_4: Clause = {
  id: 'PAGE-4',
  sentence:
    'If the server caps the size of pages, a page that is smaller than requested does not end the walk.',
  needs: ['capped'],
  follows: ['PAGE-2'],
  async check(harness) {
    for (const played of await harness.playAll('capped')) expectRecordedItems(played)
  },
}
