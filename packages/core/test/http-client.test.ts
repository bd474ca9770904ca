import { type ClientOptions, SmsError } from '@sms/core'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { requester, requestOnce } from './acme.ts'

/** A `fetch` that gives one answer after another, the last one again and again. */
function answering(
  ...answers: readonly (() => Response)[]
): ClientOptions['fetch'] & { readonly calls: number } {
  let calls = 0
  const fetch = async (): Promise<Response> => {
    const answer = answers[Math.min(calls, answers.length - 1)]
    calls += 1
    if (answer === undefined) throw new Error('no answer')
    return answer()
  }
  return Object.defineProperty(fetch, 'calls', { get: () => calls }) as typeof fetch & {
    readonly calls: number
  }
}

async function failure(work: Promise<unknown>): Promise<SmsError> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (SmsError.is(error)) return error
  throw new Error('expected an SmsError', { cause: error })
}

const ok = (): Response => Response.json([])
const truncated = (): Response => new Response('[{"a":')
const odd = (): Response => Object.defineProperty(new Response('{}'), 'status', { value: 999 })
const down = (): Response => new Response('', { status: 503 })

afterEach(() => vi.restoreAllMocks())

describe('what is tried again', () => {
  test('3: a truncated answer is, once, whatever else failed before it', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const fetch = answering(down, down, truncated, ok)
    await expect(requestOnce({ fetch })).resolves.toMatchObject({ attempts: 4 })
    const again = answering(truncated, down, truncated, ok)
    await expect(failure(requestOnce({ fetch: again }))).resolves.toMatchObject({
      code: 'invalid_response',
    })
    expect(again.calls).toBe(3)
  })

  test('12: an answer that is too large is not, even if its stream cannot be stopped', async () => {
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1024)),
      cancel: () => new Promise(() => undefined),
    })
    const fetch = answering(() => new Response(endless))
    const error = await failure(requestOnce({ fetch, maxResponseBytes: 4096 }))
    expect(error).toMatchObject({ code: 'invalid_response', attempts: 1 })
  })
})

describe('3: bytes that are not what their content-encoding says', () => {
  test.each(['Z_DATA_ERROR', 'ERR__ERROR_FORMAT_HUFFMAN_SPACE', 'ZSTD_error_corruption_detected'])(
    'are an invalid response, not a broken connection: %s',
    async (code) => {
      vi.spyOn(Math, 'random').mockReturnValue(0)
      const corrupt = (): Response => {
        const body = new ReadableStream({
          pull: (controller) =>
            controller.error(new TypeError('terminated', { cause: Object.assign(new Error(), { code }) })),
        })
        return new Response(body)
      }
      const error = await failure(requestOnce({ fetch: answering(corrupt) }))
      expect(error).toMatchObject({ code: 'invalid_response', attempts: 2 })
    },
  )
})

describe('37: a hook', () => {
  test('sees no credential, nor the body', async () => {
    const seen: unknown[] = []
    const get = requester({
      fetch: answering(ok),
      onRequest: (request) => void seen.push(...request.headers.entries(), request.url),
      onResponse: async (response, request) =>
        void seen.push(await response.text(), request.headers.get('x-secret')),
    })
    await get()
    expect(JSON.stringify(seen)).not.toContain('canary')
    expect(seen.slice(-2)).toEqual(['', null])
  })

  test.each(['onRequest', 'onResponse'] as const)(
    'that throws ends the call with its own error: %s',
    async (name) => {
      const thrown = new Error('from the hook')
      const fetch = answering(ok)
      const hook = (): void => {
        throw thrown
      }
      await expect(requestOnce({ fetch, [name]: hook })).rejects.toBe(thrown)
      expect(fetch.calls).toBe(name === 'onRequest' ? 0 : 1)
    },
  )

  test.each(['onRequest', 'onResponse'] as const)(
    'that never ends does not hold an aborted call: %s',
    async (name) => {
      const ending = new AbortController()
      const hook = (): Promise<void> => {
        ending.abort('enough')
        return new Promise(() => undefined)
      }
      await expect(requestOnce({ fetch: answering(ok), [name]: hook }, ending.signal)).rejects.toBe('enough')
    },
  )

  test('is not called for a call that is aborted already', async () => {
    const onRequest = vi.fn<(request: Request) => void>()
    await expect(requestOnce({ fetch: answering(ok), onRequest }, AbortSignal.abort('before'))).rejects.toBe(
      'before',
    )
    expect(onRequest).not.toHaveBeenCalled()
  })

  test.each([
    { answer: ok, status: 200, isOk: true },
    { answer: down, status: 503, isOk: false },
    // No response can be made with this one.
    { answer: odd, status: 999, isOk: false },
  ])('is told whether it went well: $status', async ({ answer, status, isOk }) => {
    const seen: unknown[] = []
    const onResponse = (response: Response): void => void seen.push([response.status, response.ok])
    const outcome = requestOnce({ fetch: answering(answer), retries: 0, onResponse })
    await expect(isOk ? outcome : failure(outcome)).resolves.toMatchObject({ status })
    expect(seen).toEqual([[status, isOk]])
  })
})

describe('8: many failing calls', () => {
  test('cause far fewer retries than calls', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const fetch = answering(down)
    const get = requester({ fetch })
    const calls = Array.from({ length: 1000 }, () => failure(get()))
    await expect(Promise.all(calls)).resolves.toHaveLength(1000)
    expect(fetch.calls - 1000).toBeLessThanOrEqual(200)
  })
})

test('1: what a connection failed of is told by its code alone', async () => {
  const cause = Object.assign(new Error('connect to +46701740605 failed'), { code: 'ECONNRESET' })
  const fetch = (): Promise<Response> =>
    Promise.reject(new TypeError('fetch failed for canary-secret', { cause }))
  const error = await failure(requestOnce({ fetch, retries: 0 }))
  expect(error).toMatchObject({ code: 'network', attempts: 1, cause: { message: 'ECONNRESET' } })
})

test('47: an attempt rejects as it should, and not unheard, even if the runtime is older than needed', async () => {
  const get = requester({ fetch: () => Promise.reject(new TypeError('fetch failed')), retries: 0 })
  const { withResolvers } = Promise
  Reflect.deleteProperty(Promise, 'withResolvers')
  try {
    await expect(failure(get())).resolves.toMatchObject({ code: 'network' })
  } finally {
    Object.defineProperty(Promise, 'withResolvers', {
      value: withResolvers,
      configurable: true,
      writable: true,
    })
  }
})
