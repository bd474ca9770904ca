import { settle } from '../../harness/clock.ts'
import { expectSame } from '../../harness/expectations.ts'
import type { Harness } from '../../harness/harness.ts'
import type { Exchange } from '../../fixture/fixture.ts'
import { paginatedOf } from '../../provider-under-test/make-call.ts'
import type { Clause } from '../clause.ts'

export const PAGE_1: Clause = {
  id: 'PAGE-1',
  sentence: 'Nothing is requested before iteration starts.',
  needs: ['several-pages'],
  async check(harness) {
    const { requests } = await harness.serve(
      () => 'reset',
      async (traffic) => {
        paginatedOf(harness.reader(), harness.call('several-pages')).pages()
        await settle()
        return traffic()
      },
    )
    expectSame(requests.length, 0, 'Requests for a list that is not read')
  },
}

export const PAGE_10: Clause = {
  id: 'PAGE-10',
  sentence: 'Iteration, `pages()` and `toArray()` return the same items.',
  needs: ['several-pages'],
  follows: ['PAGE-2'],
  async check(harness) {
    const { call, items } = await harness.play('several-pages')
    const expected = items.map(({ raw }) => raw)
    const iterated: unknown[] = []
    await replayWhole(harness, call.exchanges, async () => {
      for await (const { raw } of paginatedOf(harness.reader(), call)) iterated.push(raw)
    })
    expectSame(iterated, expected, 'Items by iteration')
    const array = await replayWhole(harness, call.exchanges, () =>
      paginatedOf(harness.reader(), call).toArray(),
    )
    const raws = array.map(({ raw }) => raw)
    expectSame(raws, expected, 'Items of toArray()')
  },
}

export const PAGE_11: Clause = {
  id: 'PAGE-11',
  sentence: 'Every iteration is an independent walk, and simultaneous calls of `next()` share one.',
  needs: ['several-pages'],
  follows: ['PAGE-2'],
  async check(harness) {
    const call = harness.call('several-pages')
    const twice = [...call.exchanges, ...call.exchanges]
    await replayWhole(harness, twice, async () => {
      const paginated = paginatedOf(harness.reader(), call)
      const [first, second] = [await paginated.toArray(), await paginated.toArray()]
      expectSame(second.length, first.length, 'Items of a second iteration')
    })
    await replayWhole(harness, call.exchanges, async () => {
      const walk = paginatedOf(harness.reader(), call)[Symbol.asyncIterator]()
      const calls = Array.from({ length: (call.outcome.items?.length ?? 0) + 1 }, () => walk.next())
      const results = await Promise.all(calls)
      const raws = results.flatMap(({ done, value }) => (done === true ? [] : [JSON.stringify(value.raw)]))
      expectSame(raws.length, calls.length - 1, 'Items of simultaneous calls of next()')
      expectSame(new Set(raws).size, raws.length, 'Different items of simultaneous calls of next()')
    })
  },
}

function replayWhole<T>(
  harness: Harness,
  exchanges: readonly Exchange[],
  work: () => Promise<T>,
): Promise<T> {
  return harness.replay(exchanges, 'several-pages.json', true, work)
}
