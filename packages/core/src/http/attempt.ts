import ky, { isNetworkError } from 'ky'
import type { ClientSettings } from '../options/client-options.ts'
import { abortable } from './abortable.ts'
import { discardBody, readChunks } from './body.ts'
import { isAboutConnection } from './system-code.ts'

/** An attempt outlived its time. */
export class AttemptTimeout extends Error {}

/** There is no `fetch`, or it does not work. Its message says what to do. */
export class FaultyFetch extends Error {}

/** A response, its body read whole. */
export interface RawResponse {
  readonly status: number
  readonly headers: Headers
  /** The body in pieces, or why it could not be read. */
  readonly body: { readonly chunks: readonly Uint8Array[] } | { readonly error: unknown }
}

/** Whether a response is a redirect; browsers report no status of it. */
export function isRedirect(status: number): boolean {
  return status === 0 || (status >= 300 && status < 400)
}

/**
 * Sends one request and reads the whole response, both within the attempt's time. Redirects are not followed: a
 * custom credential header would travel with them to any host. Nothing is tried again here.
 *
 * This is the only file that knows the HTTP library.
 *
 * @throws the signal's reason when it is aborted; `AttemptTimeout`; `FaultyFetch`; whatever `fetch` throws when the
 * connection fails.
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
    // A `fetch` that ignores its signal must not hold the caller.
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
  const { status, headers: answered } = response
  if (isRedirect(status)) {
    // What it says beside its status is never used, and could take for ever.
    discardBody(response)
    return { status, headers: answered, body: { chunks: [] } }
  }
  const body = await readChunks(response, settings.maxResponseBytes).then(
    (chunks) => ({ chunks }),
    (error: unknown) => ({ error }),
  )
  return { status, headers: answered, body }
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
        // The global one is looked up at each call, so that one that is replaced later (by instrumentation, by a test) is
        // used. The library would wrap the signal in a request that holds it weakly, and an abort would be lost when
        // garbage is collected while a body arrives (nodejs/node#55428).
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
      const isKnown = error instanceof FaultyFetch || isNetworkError(error) || isAboutConnection(error)
      if (signal.aborted || isKnown) throw error
      throw new FaultyFetch(
        `\`fetch\` threw an error of its own${nameOf(error)}, which another attempt would not change. It is not shown, because it could hold data: catch and log it in the function that is passed as \`fetch\`.`,
      )
    })
}

/** Whether it is a `Response` of any realm or library. One of `node-fetch` has a Node.js stream as its body. */
function isResponse(found: unknown): found is Response {
  if (Object.prototype.toString.call(found) !== '[object Response]') return false
  const { body } = found as Response
  return body === null || typeof body?.getReader === 'function'
}

function nameOf(error: unknown): string {
  const name: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'name') : undefined
  return typeof name === 'string' && /^[A-Z][A-Za-z]{2,39}$/.test(name) ? ` (${name})` : ''
}
