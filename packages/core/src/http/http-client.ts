import type { ClientSettings } from '../options/client-options.ts'
import { abortable } from './abortable.ts'
import { attempt, type RawResponse } from './attempt.ts'
import { type ApiResponse, type ReadErrorBody, readResponse } from './read-response.ts'
import { readThrown } from './read-thrown.ts'
import { type Failure, RetryPolicy } from './retry-policy.ts'
import { sleep } from './sleep.ts'

/** What sets one provider's HTTP API apart from another's. */
export interface HttpApi {
  /** The provider's name. */
  readonly provider: string
  /** The headers that carry the credentials. No hook and no error ever sees them. */
  readonly credentialHeaders: Readonly<Record<string, string>>
  /** Reads the body of an error response; null if the body is none. */
  readonly readErrorBody: ReadErrorBody
}

/** The parameters of a URL's query. */
export type Query = Readonly<Record<string, string | number | undefined>>

/**
 * Reads from one provider for one reader: retries, pauses and limits are shared by all its walks.
 *
 * @example
 * ```ts
 * import type { HttpClient } from '@sms/core/provider'
 *
 * // A client for tests, without a network.
 * const client: HttpClient = {
 *   get: async (path, query) => ({
 *     provider: 'acme',
 *     body: { path, query },
 *     headers: new Headers(),
 *     status: 200,
 *     attempts: 1,
 *   }),
 * }
 * console.log(await client.get('/messages', { page: 1 }, new AbortController().signal))
 * ```
 */
export interface HttpClient {
  /**
   * Requests JSON. A temporary failure is retried, with growing pauses or when the provider says.
   *
   * @param path Below the base URL, starting with a slash, its parts already percent-encoded.
   * @param query Parameters that are undefined are left out.
   * @throws {SmsError} Any code that an error response, a broken connection or a response that is not JSON stands for; or
   * the signal's own reason if it is aborted; or what a hook threw.
   */
  get(path: string, query: Query, signal: AbortSignal): Promise<ApiResponse>
}

/**
 * A client for one reader.
 */
export function createHttpClient(api: HttpApi, settings: ClientSettings): HttpClient {
  const policy = new RetryPolicy(api.provider, settings.retries)
  const publicHeaders: Record<string, string> = { accept: 'application/json' }
  if (settings.userAgent !== null) publicHeaders['user-agent'] = settings.userAgent
  const headers = { ...publicHeaders, ...api.credentialHeaders }

  async function once(url: string, signal: AbortSignal, attempts: number): Promise<ApiResponse | Failure> {
    signal.throwIfAborted()
    const { onRequest, onResponse } = settings
    const shown = (): Request => new Request(url, { headers: publicHeaders })
    if (onRequest !== undefined) await abortable((async () => onRequest(shown()))(), signal)
    const raw = await attempt(url, headers, settings, signal).catch((thrown: unknown) => {
      if (signal.aborted) throw signal.reason
      return readThrown(api.provider, thrown, settings.timeout, attempts)
    })
    if ('retry' in raw) return raw
    if (onResponse !== undefined) {
      await abortable((async () => onResponse(withoutBody(raw), shown()))(), signal)
    }
    return readResponse(api.provider, raw, api.readErrorBody, attempts)
  }

  async function get(path: string, query: Query, signal: AbortSignal): Promise<ApiResponse> {
    const search = new URLSearchParams()
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) search.set(name, String(value))
    }
    const url = `${settings.baseUrl}${path}${search.size === 0 ? '' : `?${search}`}`
    let oddAnswers = 0
    for (let attempts = 1; ; attempts += 1) {
      await policy.ready(attempts - 1, signal)
      const result = await once(url, signal, attempts)
      if (!('retry' in result)) {
        policy.succeeded()
        return result
      }
      if (result.retry === 'once') oddAnswers += 1
      const wait = oddAnswers > 1 ? null : policy.next(result, attempts)
      if (wait === null) throw result.error
      await sleep(wait, signal)
    }
  }

  return { get }
}

/** A copy for a hook. */
function withoutBody({ status, headers }: RawResponse): Response {
  if (status >= 200 && status <= 599) return new Response(null, { status, headers })
  // A server may send a status that no response can be made with.
  return Object.defineProperties(new Response(null, { headers }), {
    status: { value: status },
    ok: { value: false },
  })
}
