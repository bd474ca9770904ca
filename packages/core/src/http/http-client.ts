import type { ClientSettings } from '../options/client-options.ts'
import { releaseBody } from './body.ts'
import {
  type ApiResponse,
  type ReadErrorBody,
  readBody,
  readHead,
  type ReceivedResponse,
} from './read-response.ts'
import type { Failure, RetryPolicy } from './retry-policy.ts'
import { sendOnce } from './send-once.ts'
import { sleep } from './sleep.ts'
import { UnreadableResponse } from './unreadable-response.ts'

/** What sets one provider's HTTP API apart from another's. */
export interface HttpApi {
  /** The provider's name. */
  readonly provider: string
  /** The headers that carry the credentials. No hook and no error ever sees them. */
  readonly credentialHeaders: Readonly<Record<string, string>>
  /** Reads the body of an error response; null if the body is none. */
  readonly readErrorBody: ReadErrorBody
}

/** A request for JSON: `GET`, below the base URL. */
export interface ApiRequest {
  /** Starts with a slash. Its parts are already percent-encoded. */
  readonly path: string
  /** The parameters of the URL's query. Those that are undefined are left out. */
  readonly query: Readonly<Record<string, string | number | undefined>>
}

/** Reads from one provider for one reader: retries, pauses and limits are shared by all its walks. */
export interface HttpClient {
  /**
   * Resolves when a response has arrived. Its body is kept as bytes. A temporary failure is retried, with growing pauses or
   * when the provider says.
   *
   * @param unreadable A response to this request that `read` could not read: the request is its retry.
   * @throws {SmsError} Any code that an error response or a broken connection stands for; or the signal's own reason if it
   * is aborted; or what a hook threw.
   */
  send(request: ApiRequest, signal: AbortSignal, unreadable?: UnreadableResponse): Promise<ReceivedResponse>
  /**
   * Parses a response.
   *
   * @throws {UnreadableResponse} if the body is not JSON, or is an error: `send` decides whether to retry.
   */
  read(response: ReceivedResponse): ApiResponse
  /** Releases the memory of a response that is not read again. */
  release(response: ReceivedResponse): void
  /**
   * Sends a request and reads the response, with retries of both.
   *
   * @throws {SmsError} As `send`.
   */
  get(request: ApiRequest, signal: AbortSignal): Promise<ApiResponse>
}

// A response that is not JSON is odd. It is requested again, but only once.
const MOST_ODD_RESPONSES = 1

/** A client for one reader. */
export function createHttpClient(api: HttpApi, settings: ClientSettings, policy: RetryPolicy): HttpClient {
  const { provider, readErrorBody, credentialHeaders } = api
  const publicHeaders: Record<string, string> = { accept: 'application/json' }
  if (settings.userAgent !== null) publicHeaders['user-agent'] = settings.userAgent

  async function send(
    request: ApiRequest,
    signal: AbortSignal,
    unreadable?: UnreadableResponse,
  ): Promise<ReceivedResponse> {
    const url = urlOf(request)
    let attempts = unreadable?.response.attempts ?? 0
    let oddResponses = unreadable?.response.oddBefore ?? 0
    let failure: Failure | undefined = unreadable?.failure
    for (;;) {
      if (failure !== undefined) {
        if (failure.retry === 'once') oddResponses += 1
        const wait = oddResponses > MOST_ODD_RESPONSES ? null : policy.next(failure, attempts)
        if (wait === null) throw failure.error
        await sleep(wait, signal)
      }
      await policy.ready(attempts, signal)
      attempts += 1
      const call = { url, shownUrl: url, publicHeaders, credentialHeaders, signal, attempts }
      const raw = await sendOnce(provider, settings, call)
      const result = 'retry' in raw ? raw : readHead(provider, raw, readErrorBody, attempts)
      if (!('retry' in result)) return { ...result, attempts, oddBefore: oddResponses }
      failure = result
    }
  }

  function read(response: ReceivedResponse): ApiResponse {
    const result = readBody(provider, response, readErrorBody)
    if ('retry' in result) throw new UnreadableResponse(response, result)
    policy.succeeded()
    return result
  }

  async function get(request: ApiRequest, signal: AbortSignal): Promise<ApiResponse> {
    let response = await send(request, signal)
    for (;;) {
      try {
        return read(response)
      } catch (error) {
        if (!(error instanceof UnreadableResponse)) throw error
        response = await send(request, signal, error)
      }
    }
  }

  function urlOf({ path, query }: ApiRequest): string {
    const search = new URLSearchParams()
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) search.set(name, String(value))
    }
    return `${settings.baseUrl}${path}${search.size === 0 ? '' : `?${search}`}`
  }

  return { send, read, release: ({ body }) => releaseBody(body), get }
}
