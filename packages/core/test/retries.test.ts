import { afterEach, describe, expect, test, vi } from 'vitest'
import { requester, requestOnce } from './acme.ts'
import { countingFetch, ok, unavailable } from './counting-fetch.ts'
import { smsErrorOf } from './sms-error-of.ts'

const truncated = (): Response => new Response('[{"a":')

afterEach(() => vi.restoreAllMocks())

test('a truncated response is retried once, whatever failed before it [cut-json]', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
  const fetch = countingFetch(unavailable, unavailable, truncated, ok)
  await expect(requestOnce({ fetch })).resolves.toMatchObject({ attempts: 4 })
  const again = countingFetch(truncated, unavailable, truncated, ok)
  await expect(smsErrorOf(requestOnce({ fetch: again }))).resolves.toMatchObject({
    code: 'invalid_response',
  })
  expect(again.calls).toBe(3)
})

test('a response that is too large is not retried, even if its stream cannot be stopped [hostile-body]', async () => {
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(1024)),
    cancel: () => new Promise(() => undefined),
  })
  const fetch = countingFetch(() => new Response(endless))
  const error = await smsErrorOf(requestOnce({ fetch, maxResponseBytes: 4096 }))
  expect(error).toMatchObject({ code: 'invalid_response', attempts: 1 })
})

describe('a body that does not match its `content-encoding` [cut-json]', () => {
  test.each(['Z_DATA_ERROR', 'ERR__ERROR_FORMAT_HUFFMAN_SPACE', 'ZSTD_error_corruption_detected'])(
    'is an invalid response, not a broken connection: %s',
    async (code) => {
      vi.spyOn(Math, 'random').mockReturnValue(0)
      const corrupt = (): Response => {
        const body = new ReadableStream({
          pull: (controller) =>
            controller.error(new TypeError('terminated', { cause: Object.assign(new Error(), { code }) })),
        })
        return new Response(body)
      }
      const error = await smsErrorOf(requestOnce({ fetch: countingFetch(corrupt) }))
      expect(error).toMatchObject({ code: 'invalid_response', attempts: 2 })
    },
  )
})

test('many failing calls cause far fewer retries than calls [outage]', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
  const fetch = countingFetch(unavailable)
  const get = requester({ fetch })
  const calls = Array.from({ length: 1000 }, () => smsErrorOf(get()))
  await expect(Promise.all(calls)).resolves.toHaveLength(1000)
  expect(fetch.calls - 1000).toBeLessThanOrEqual(200)
})
