import { settle } from '../../harness/clock.ts'
import { expectSame, expectThat } from '../../harness/expectations.ts'
import type { Harness } from '../../harness/harness.ts'
import { thrownBy } from '../../harness/thrown-by.ts'
import { paginatedOf } from '../../provider-under-test/make-call.ts'
import { Replay } from '../../replay/replay.ts'
import type { Responder } from '../../replay/responder.ts'
import { countFirstResponses } from '../../variations/first-responses.ts'
import type { Clause } from '../clause.ts'

export const PAGE_13: Clause = {
  id: 'PAGE-13',
  sentence: 'After `break`, nothing more is requested, and requests in flight are aborted.',
  needs: ['several-pages'],
  async check(harness) {
    const call = harness.call('several-pages')
    // Whole requests, because the signal of a request that was garbage-collected no longer follows the original one.
    const sent: Request[] = []
    const fetch: typeof globalThis.fetch = (input, init) => {
      sent.push(new Request(input, init))
      return globalThis.fetch(input, init)
    }
    const first = countFirstResponses(await harness.play('several-pages', { isWhole: false }))
    const firstOnly: Responder = (_, number) =>
      number < first ? (call.exchanges[number]?.response ?? 'reset') : 'silence'
    await harness.serve(firstOnly, async (traffic) => {
      // A walk may request the second page before it yields the first one. By items, it need not.
      for await (const _ of paginatedOf(harness.reader({ fetch }), call).pages()) {
        await settle()
        break
      }
      const before = traffic().requests.length
      await settle()
      expectSame(traffic().requests.length, before, 'Requests after `break`')
      expectThat(
        sent.slice(first).every(({ signal }) => signal.aborted),
        'A request that was in flight at `break` is aborted.',
      )
    })
  },
}

export const PAGE_14: Clause = {
  id: 'PAGE-14',
  sentence: 'An aborted call rejects at once with the reason of its signal, and requests nothing more.',
  needs: ['several-pages'],
  follows: ['ERROR-4'],
  async check(harness) {
    const wait = { status: 429, headers: { 'retry-after': '30' }, body: '' }
    const replay = new Replay(harness.call('several-pages').exchanges, 'several-pages.json')
    await expectAbort(harness, 'before the call', 'start', () => 'reset')
    await expectAbort(harness, 'before a response', 'request', () => 'silence')
    await expectAbort(harness, 'in the wait before another attempt', 'request', () => wait)
    await expectAbort(harness, 'between two pages', 'page', (request) => replay.respond(request))
  },
}

/** @param abortAt Before the call, after it requested something, or when it yielded its first page. */
async function expectAbort(
  harness: Harness,
  when: string,
  abortAt: 'start' | 'request' | 'page',
  responder: Responder,
): Promise<void> {
  const what = `Aborted ${when}`
  const reason = new Error('aborted by the caller')
  await harness.serve(responder, async (traffic) => {
    const aborting = new AbortController()
    const { signal } = aborting
    if (abortAt === 'start') aborting.abort(reason)
    const reading = thrownBy(async () => {
      const pages = paginatedOf(harness.reader(), harness.call('several-pages'), { signal }).pages()
      for await (const _ of pages) if (abortAt === 'page') aborting.abort(reason)
    })
    await settle(2)
    const hasRequested = traffic().requests.length > 0
    expectSame(hasRequested, abortAt !== 'start', `${what}: whether it requested anything before`)
    const before = Date.now()
    aborting.abort(reason)
    expectSame(await reading, reason, `${what}: what the call rejects with`)
    expectThat(Date.now() - before < 1000, `${what}: the call rejects at once.`)
    const { length } = traffic().requests
    await settle()
    expectSame(traffic().requests.length, length, `${what}: requests after that`)
  })
}
