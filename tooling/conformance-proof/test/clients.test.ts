import { get } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { BASE_URL } from '../../../packages/conformance/src/fixture/base-url.ts'
import { FOREIGN_URL } from '../../../packages/conformance/src/replay/foreign-host.ts'
import { inPlaceOfProvider } from '../../../packages/conformance/src/replay/in-place-of-provider.ts'
import type { Responder } from '../../../packages/conformance/src/replay/responder.ts'

function redirectTo(location: string): Responder {
  return (_, number) =>
    number === 0
      ? { status: 302, headers: { location }, body: '' }
      : { status: 200, headers: {}, body: 'there' }
}

test('a client that does not use fetch receives a response too', async () => {
  await inPlaceOfProvider(
    () => ({ status: 200, headers: {}, body: 'answered' }),
    async (traffic) => {
      const body = await new Promise<string>((resolve) => {
        get(`${BASE_URL}/page?limit=2`, (response) => void text(response).then(resolve))
      })
      expect(body).toBe('answered')
      expect(traffic().requests).toMatchObject([{ method: 'GET', path: '/page', query: { limit: '2' } }])
    },
  )
})

describe('fetch', () => {
  test('is restored after a check', async () => {
    const before = globalThis.fetch
    await inPlaceOfProvider(
      () => 'reset',
      () => Promise.resolve(expect(globalThis.fetch).not.toBe(before)),
    )
    expect(globalThis.fetch).toBe(before)
  })

  test('follows a redirect of the provider', async () => {
    await inPlaceOfProvider(redirectTo(`${BASE_URL}/there`), async (traffic) => {
      const response = await fetch(`${BASE_URL}/here`)
      expect(await response.text()).toBe('there')
      expect(response.url).toBe(`${BASE_URL}/there`)
      expect(traffic().requests.map(({ path }) => path)).toEqual(['/here', '/there'])
    })
  })

  test('reports a redirect to another host as a stray request', async () => {
    await inPlaceOfProvider(redirectTo(`${FOREIGN_URL}/there`), async (traffic) => {
      await fetch(`${BASE_URL}/here`).catch(() => undefined)
      expect(traffic().strays).toEqual([`GET ${FOREIGN_URL}/there`])
    })
  })

  test('obeys the option `redirect`', async () => {
    await inPlaceOfProvider(redirectTo(FOREIGN_URL), async (traffic) => {
      expect((await fetch(`${BASE_URL}/here`, { redirect: 'manual' })).status).toBe(302)
      expect(traffic().strays).toEqual([])
    })
    await inPlaceOfProvider(redirectTo(FOREIGN_URL), async (traffic) => {
      await expect(fetch(`${BASE_URL}/here`, { redirect: 'error' })).rejects.toThrow(TypeError)
      expect(traffic().strays).toEqual([])
    })
  })

  test('rejects with the reason of its signal before a response comes', async () => {
    await inPlaceOfProvider(
      () => 'silence',
      async (traffic) => {
        const controller = new AbortController()
        const outcome = fetch(`${BASE_URL}/page`, { signal: controller.signal })
        controller.abort(new Error('enough'))
        await expect(outcome).rejects.toThrow('enough')
        expect(traffic().requests).toHaveLength(1)
      },
    )
  })

  test('rejects if its connection is reset', async () => {
    await inPlaceOfProvider(
      () => 'reset',
      () => expect(fetch(`${BASE_URL}/page`)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } }),
    )
  })
})
