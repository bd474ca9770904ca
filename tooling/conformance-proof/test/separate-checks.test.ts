import { expect, test } from 'vitest'
import { BASE_URL } from '../../../packages/conformance/src/fixture/base-url.ts'
import { FOREIGN_URL } from '../../../packages/conformance/src/replay/foreign-host.ts'
import { inPlaceOfProvider } from '../../../packages/conformance/src/replay/in-place-of-provider.ts'
import type { Traffic } from '../../../packages/conformance/src/replay/stand-in.ts'

function check<T>(work: (traffic: () => Traffic) => Promise<T>): Promise<T> {
  return inPlaceOfProvider(() => ({ status: 200, headers: {}, body: [] }), work)
}

test('a check does not see the requests of a walk that an earlier check left behind', async () => {
  const { promise: started, resolve: start } = Promise.withResolvers<void>()
  const { promise: ended, resolve: end } = Promise.withResolvers<readonly PromiseSettledResult<unknown>[]>()
  await check(async () => {
    const urls = [`${BASE_URL}/left-behind`, FOREIGN_URL]
    void started.then(() => Promise.allSettled(urls.map((url) => fetch(url)))).then(end)
  })
  await check(async (traffic) => {
    start()
    await ended
    await fetch(`${BASE_URL}/own`)
    await fetch(`${FOREIGN_URL}/own`).catch(() => undefined)
    const { requests, strays } = traffic()
    expect(requests.map(({ path }) => path)).toEqual(['/own'])
    expect(strays).toEqual([`GET ${FOREIGN_URL}/own`])
  })
})
