import { expectError, expectSame, expectThat } from '../../harness/expectations.ts'
import type { Harness } from '../../harness/harness.ts'
import { makeCall } from '../../provider-under-test/make-call.ts'
import { boundedResponder } from '../../replay/bounded-responder.ts'
import type { Responder } from '../../replay/responder.ts'
import type { Clause } from '../clause.ts'

// The page itself, three requests that a repeat may cost, and one page that was requested ahead.
const MOST_REQUESTS_FOR_REPEATS = 5

export const PAGE_15: Clause = {
  id: 'PAGE-15',
  sentence:
    'If a provider sends the same page for ever, or two pages in turn, the walk ends after at most three surplus requests and one more reading.',
  needs: ['several-pages'],
  async check(harness) {
    const { exchanges } = harness.call('several-pages')
    const page = (index: number): ReturnType<Responder> => exchanges[index]?.response ?? 'reset'
    const { length } = exchanges
    await expectWalkEnds(harness, 'The first page for ever', 1, () => page(0))
    await expectWalkEnds(harness, 'The first page in place of one beyond the end', length, (_, number) =>
      page(number < length ? number : 0),
    )
    await expectWalkEnds(harness, 'Two pages in turn', 2, (_, number) => page(number % 2))
  },
}

/** @param pages The number of different pages that the provider sends. */
async function expectWalkEnds(
  harness: Harness,
  what: string,
  pages: number,
  responder: Responder,
): Promise<void> {
  const call = harness.call('several-pages')
  const { items, error, requests } = await harness.serve(boundedResponder(responder), async (traffic) => {
    const outcome = await makeCall(harness.reader(), call)
    return { ...outcome, ...traffic() }
  })
  if (error !== undefined) expectError(error, 'pagination', what)
  // A list that contradicts itself may be read once more.
  const limit = MOST_REQUESTS_FOR_REPEATS + 2 * pages
  expectThat(requests.length < limit, `${what}: fewer than ${limit} requests.`, requests.length)
  const different = new Set(items.map(({ raw }) => JSON.stringify(raw)))
  expectSame(different.size, items.length, `${what}: different items`)
}
