import type { ClientOptions } from '@sms/core'

export type CountingFetch = NonNullable<ClientOptions['fetch']> & { readonly calls: number }

/** A `fetch` that counts its calls. It returns one response after another, and repeats the last one. */
export function countingFetch(...responses: readonly (() => Response)[]): CountingFetch {
  let calls = 0
  const fetch = async (): Promise<Response> => {
    const respond = responses[Math.min(calls, responses.length - 1)]
    calls += 1
    if (respond === undefined) throw new Error('There is no response.')
    return respond()
  }
  return Object.defineProperty(fetch, 'calls', { get: () => calls }) as unknown as CountingFetch
}

export const ok = (): Response => Response.json([])

export const unavailable = (): Response => new Response('', { status: 503 })
