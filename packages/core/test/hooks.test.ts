import { describe, expect, test, vi } from 'vitest'
import { requester, requestOnce } from './acme.ts'
import { countingFetch, ok, unavailable } from './counting-fetch.ts'
import { smsErrorOf } from './sms-error-of.ts'

const withStatus999 = (): Response => Object.defineProperty(new Response('{}'), 'status', { value: 999 })

describe('a hook [hook]', () => {
  test('receives no credential and no body', async () => {
    const seen: unknown[] = []
    const get = requester({
      fetch: countingFetch(ok),
      onRequest: (request) => void seen.push(...request.headers.entries(), request.url),
      onResponse: async (response, request) =>
        void seen.push(await response.text(), request.headers.get('x-secret')),
    })
    await get()
    expect(JSON.stringify(seen)).not.toContain('canary')
    expect(seen.slice(-2)).toEqual(['', null])
  })

  test.each(['onRequest', 'onResponse'] as const)(
    'ends the call with the error that it throws: %s',
    async (name) => {
      const thrown = new Error('from the hook')
      const fetch = countingFetch(ok)
      const hook = (): void => {
        throw thrown
      }
      await expect(requestOnce({ fetch, [name]: hook })).rejects.toBe(thrown)
      expect(fetch.calls).toBe(name === 'onRequest' ? 0 : 1)
    },
  )

  test.each(['onRequest', 'onResponse'] as const)(
    'does not delay an aborted call if it never returns: %s',
    async (name) => {
      const controller = new AbortController()
      const hook = (): Promise<void> => {
        controller.abort('enough')
        return new Promise(() => undefined)
      }
      await expect(requestOnce({ fetch: countingFetch(ok), [name]: hook }, controller.signal)).rejects.toBe(
        'enough',
      )
    },
  )

  test('is not called if the call was aborted before', async () => {
    const onRequest = vi.fn<(request: Request) => void>()
    await expect(
      requestOnce({ fetch: countingFetch(ok), onRequest }, AbortSignal.abort('before')),
    ).rejects.toBe('before')
    expect(onRequest).not.toHaveBeenCalled()
  })

  test.each([
    { respond: ok, status: 200, isOk: true },
    { respond: unavailable, status: 503, isOk: false },
    // The constructor of `Response` rejects this status.
    { respond: withStatus999, status: 999, isOk: false },
  ])('receives the status and whether it is ok: $status', async ({ respond, status, isOk }) => {
    const seen: unknown[] = []
    const onResponse = (response: Response): void => void seen.push([response.status, response.ok])
    const outcome = requestOnce({ fetch: countingFetch(respond), retries: 0, onResponse })
    await expect(isOk ? outcome : smsErrorOf(outcome)).resolves.toMatchObject({ status })
    expect(seen).toEqual([[status, isOk]])
  })
})
