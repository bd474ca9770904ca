import { expectError, expectSame, expectThat } from '../../harness/expectations.ts'
import type { Harness } from '../../harness/harness.ts'
import { makeCall } from '../../provider-under-test/make-call.ts'
import { boundedResponder } from '../../replay/bounded-responder.ts'
import type { Responder } from '../../replay/responder.ts'
import type { Clause } from '../clause.ts'

// A list that contradicts itself may be read once more.
const MOST_READINGS = 2

const MOST_SURPLUS_REQUESTS = 3

// If items may have arrived in front, only a look at the front of the list explains a repeat.
const REQUESTS_FOR_A_REPEAT = 2

const MOST_REQUESTS_AHEAD = 1

export const PAGE_15: Clause = {
  id: 'PAGE-15',
  sentence:
    'If the same page comes for ever, or two pages in turn, the walk ends after at most two readings, each with three surplus requests and three looks at the front.',
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
  const limit = MOST_REQUESTS_AHEAD + MOST_READINGS * (pages + MOST_SURPLUS_REQUESTS * REQUESTS_FOR_A_REPEAT)
  expectThat(requests.length <= limit, `${what}: at most ${limit} requests.`, requests.length)
  const different = new Set(items.map(({ raw }) => JSON.stringify(raw)))
  expectSame(different.size, items.length, `${what}: different items`)
}
