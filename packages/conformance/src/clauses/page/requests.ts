import { BASE_URL } from '../../fixture/base-url.ts'
import type { Exchange, RecordedCall } from '../../fixture/fixture.ts'
import { expectError, expectSame, expectThat } from '../../harness/expectations.ts'
import type { Harness } from '../../harness/harness.ts'
import { makeCall } from '../../provider-under-test/make-call.ts'
import { FOREIGN_URL, isForeign } from '../../replay/foreign-host.ts'
import type { Clause } from '../clause.ts'

export const PAGE_12: Clause = {
  id: 'PAGE-12',
  sentence: 'With `concurrency: 1`, at most one request is in flight.',
  needs: ['several-pages'],
  async check(harness) {
    const { mostInFlight } = await harness.play('several-pages', { isWhole: false })
    expectSame(mostInFlight, 1, 'Requests in flight')
  },
}

export const PAGE_16: Clause = {
  id: 'PAGE-16',
  sentence: 'A link to another host is never followed.',
  needs: ['several-pages'],
  async check(harness) {
    const exchanges = harness.call('several-pages').exchanges.map(withForeignLinks)
    const { error, strays } = await harness.play('several-pages', {
      what: 'with links to another host',
      exchanges,
      isWhole: false,
    })
    expectSame(strays.filter(isForeign), [], 'Requests to another host')
    // If only links lead to the next page, the walk may fail.
    if (error !== undefined) expectError(error, 'invalid_response', 'Links to another host')
  },
}

export const PAGE_17: Clause = {
  id: 'PAGE-17',
  sentence: 'A request without `pageSize` is the same as one with `capabilities.defaultPageSize`.',
  needs: ['empty'],
  async check(harness) {
    const call = { ...harness.call('empty'), options: {} }
    const byDefault = await firstUrl(harness, call, undefined)
    expectThat(byDefault !== undefined, 'A walk requests something.')
    const explicit = await firstUrl(harness, call, harness.capabilities.defaultPageSize)
    expectSame(byDefault, explicit, 'The request without `pageSize`')
  },
}

async function firstUrl(
  harness: Harness,
  call: RecordedCall,
  pageSize: number | undefined,
): Promise<string | undefined> {
  const { requests } = await harness.serve(
    () => 'reset',
    async (traffic) => {
      await makeCall(harness.reader({ retries: 0 }), call, { pageSize })
      return traffic()
    },
  )
  return requests[0]?.url
}

/** The exchange with every link pointed at another host. A response without a `Link` header gets one, unless it is the last. */
function withForeignLinks(
  { request, response }: Exchange,
  index: number,
  all: readonly Exchange[],
): Exchange {
  const isLast = index === all.length - 1
  const { link = isLast ? undefined : `<${BASE_URL}/next>; rel="next"` } = response.headers
  const headers = link === undefined ? response.headers : { ...response.headers, link: toForeignHost(link) }
  const body: unknown = JSON.parse(toForeignHost(JSON.stringify(response.body)))
  return { request, response: { ...response, headers, body } }
}

function toForeignHost(text: string): string {
  return text.replaceAll(new URL(BASE_URL).origin, FOREIGN_URL)
}
