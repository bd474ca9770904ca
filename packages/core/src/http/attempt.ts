import ky, { isNetworkError } from 'ky'
import { SmsError } from '../error.ts'
import type { ClientSettings } from '../options/client-options.ts'
import { abortable } from './abortable.ts'
import { discardBody, EMPTY_BODY, type ReadBody, readChunks } from './body.ts'
import { isAboutConnection } from './system-code.ts'

/** An attempt took longer than `timeout`. */
export class AttemptTimeout extends Error {}

/** There is no `fetch`, or it does not work. The message says what to do. */
export class FaultyFetch extends Error {}

/** A response whose body was read whole, or could not be read. */
export interface RawResponse {
  readonly status: number
  readonly headers: Headers
  /** The body, or why it could not be read. */
  readonly body: ReadBody | { readonly error: unknown }
}

/** Whether a response is a redirect; browsers report no status of it. */
export function isRedirect(status: number): boolean {
  return status === 0 || (status >= 300 && status < 400)
}

/**
 * Sends one request and reads the whole response, both within `timeout`. It follows no redirect, because a redirect could
 * take a credential header to any host. It retries nothing.
 *
 * Only this file uses the HTTP library.
 *
 * @throws the signal's reason if it is aborted; `AttemptTimeout`; `FaultyFetch`; what `fetch` throws if the connection
 * fails.
 */
export async function attempt(
  url: string,
  headers: Record<string, string>,
  settings: ClientSettings,
  signal: AbortSignal,
): Promise<RawResponse> {
  signal.throwIfAborted()
  const ending = new AbortController()
  const onAbort = (): void => ending.abort(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  const timer = setTimeout(() => ending.abort(new AttemptTimeout()), settings.timeout)

  try {
    // A `fetch` that ignores its signal must not delay the caller.
    return await abortable(send(url, headers, settings, ending.signal), ending.signal)
  } catch (error) {
    throw ending.signal.aborted ? ending.signal.reason : error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}

async function send(
  url: string,
  headers: Record<string, string>,
  settings: ClientSettings,
  signal: AbortSignal,
): Promise<RawResponse> {
  const response = await request(url, headers, settings, signal)
  const { status, headers: responseHeaders } = response
  if (isRedirect(status)) {
    // Only its status is used. The body could take for ever.
    discardBody(response)
    return { status, headers: responseHeaders, body: EMPTY_BODY }
  }
  const body = await readChunks(response, settings.maxResponseBytes).catch((error: unknown) => ({ error }))
  return { status, headers: responseHeaders, body }
}

async function request(
  url: string,
  headers: Record<string, string>,
  settings: ClientSettings,
  signal: AbortSignal,
): Promise<Response> {
  if (settings.fetch === null && typeof globalThis.fetch !== 'function') {
    throw new FaultyFetch('There is no global `fetch` in this environment. Pass one with the option `fetch`.')
  }
  return ky
    .get(url, {
      headers,
      fetch: async (input, init) => {
        // The global `fetch` is looked up at each call, because instrumentation or a test may replace it later. The signal
        // is passed directly: the library wraps it in a request that holds it weakly, and garbage collection during a
        // body would lose an abort (nodejs/node#55428).
        const response: unknown = await (settings.fetch ?? globalThis.fetch)(input, { ...init, signal })
        if (isResponse(response)) return response
        throw new FaultyFetch(
          '`fetch` returned something that is not a `Response` with a web stream as its body. Pass a `fetch` that follows the standard, as the one of Node.js does, or leave the option out.',
        )
      },
      redirect: 'manual',
      retry: 0,
      throwHttpErrors: false,
      timeout: false,
    })
    .catch((error: unknown) => {
      const isKnown =
        error instanceof FaultyFetch ||
        SmsError.is(error) ||
        isNetworkError(error) ||
        isAboutConnection(error)
      if (signal.aborted || isKnown) throw error
      throw new FaultyFetch(
        `\`fetch\` threw an error of its own${nameOf(error)}, which another attempt would not change. It is not shown, because it could hold data: catch and log it in the function that is passed as \`fetch\`.`,
      )
    })
}

/** Whether it is a `Response`, of any realm or library, with a web stream as its body. `node-fetch` has a Node.js stream. */
function isResponse(found: unknown): found is Response {
  if (Object.prototype.toString.call(found) !== '[object Response]') return false
  const { body } = found as Response
  return body === null || typeof body?.getReader === 'function'
}

function nameOf(error: unknown): string {
  const name: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'name') : undefined
  return typeof name === 'string' && /^[A-Z][A-Za-z]{2,39}$/.test(name) ? ` (${name})` : ''
}
