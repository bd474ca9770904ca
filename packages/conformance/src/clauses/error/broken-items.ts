import type { ResponseIssue } from '@sms/core'
import { expectError, expectSame, expectThat } from '../../harness/expectations.ts'
import type { Harness } from '../../harness/harness.ts'
import type { PlayedCall } from '../../harness/played-call.ts'
import { countFirstResponses } from '../../variations/first-responses.ts'
import { exchangesWith, type LocatedPage, locatePage } from '../../variations/located-page.ts'
import type { Clause } from '../clause.ts'

export const ERROR_14: Clause = {
  id: 'ERROR-14',
  sentence:
    'One broken item fails its page, and `issues` includes its index. The pages before it are yielded.',
  needs: ['several-pages'],
  follows: ['MESSAGE-2'],
  async check(harness) {
    const recorded = await harness.play('several-pages')
    const page = locatePage(recorded, countFirstResponses(recorded))
    const broken = page.items.map((item, index) => (index === 1 ? 'broken' : item))
    const { error, items } = await playLaterPage(harness, page, broken, 'with a broken item')
    const { issues = [] } = expectError(error, 'invalid_response', 'A page with a broken item')
    expectThat(namesIndex(issues, 1), '`issues` has the index of the item.', issues)
    expectSame(items.length, recorded.pages[0]?.length, 'Items of the pages before')
  },
}

export const ERROR_15: Clause = {
  id: 'ERROR-15',
  sentence: 'A message of another participant is `invalid_response`, and nothing of its page is yielded.',
  needs: ['several-pages'],
  follows: ['MESSAGE-2'],
  async check(harness) {
    const recorded = await harness.play('several-pages')
    const page = locatePage(recorded, countFirstResponses(recorded))
    const digits = (recorded.call.participant ?? '').replace('+', '')
    const last = JSON.stringify(page.items.at(-1))
    // If a message does not show its participant, no reader can check it.
    if (!last.includes(digits)) return
    const foreign: unknown = JSON.parse(last.replaceAll(digits, otherReservedNumber(digits)))
    const mixed = [...page.items.slice(0, -1), foreign]
    const what = 'with a message of another participant'
    const { error, items } = await playLaterPage(harness, page, mixed, what)
    const { issues = [], ...facts } = expectError(error, 'invalid_response', `A page ${what}`)
    const { status, attempts } = facts
    expectSame({ status, attempts }, { status: 200, attempts: 1 }, 'Status and attempts')
    expectThat(namesIndex(issues, mixed.length - 1), '`issues` has the index of the message.', issues)
    expectSame(items.length, recorded.pages[0]?.length, 'Yielded items')
  },
}

export const ERROR_19: Clause = {
  id: 'ERROR-19',
  sentence:
    'A response that is wrong in hundreds of places, or is nested hundreds of levels deep, is `invalid_response`, with at most ten `issues`.',
  needs: ['several-pages'],
  follows: ['MESSAGE-2', 'ERROR-14'],
  async check(harness) {
    const recorded = await harness.play('several-pages')
    const page = locatePage(recorded, countFirstResponses(recorded))
    const deep: unknown = JSON.parse('['.repeat(1000) + ']'.repeat(1000))
    const lists = {
      'wrong in hundreds of places': Array.from({ length: 500 }, () => 'broken'),
      'hundreds of levels deep': [{ ...page.items[0], more: deep }],
    }
    for (const [what, items] of Object.entries(lists)) {
      const { error, label } = await playLaterPage(harness, page, items, what)
      const { issues = [], attempts } = expectError(error, 'invalid_response', label)
      expectSame(attempts, 1, `${label}: attempts`)
      expectThat(issues.length <= 10, `${label}: at most ten issues.`, issues.length)
    }
  },
}

/**
 * Plays several-pages.json up to the response after its first page, which holds other items. A provider that merges lists
 * may request the next page of each.
 */
function playLaterPage(
  harness: Harness,
  page: LocatedPage,
  items: readonly unknown[],
  what: string,
): Promise<PlayedCall> {
  const exchanges = exchangesWith(page, items).slice(0, 2 * page.index)
  return harness.play('several-pages', { what, exchanges, isWhole: false })
}

function namesIndex(issues: readonly ResponseIssue[], index: number): boolean {
  return issues.some(({ path }) => path.split('.').includes(String(index)))
}

/** Other digits that are reserved for fiction. */
function otherReservedNumber(digits: string): string {
  return digits === '46701740699' ? '46701740698' : '46701740699'
}
