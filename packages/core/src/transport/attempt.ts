import ky from 'ky'
import type { ClientSettings } from '../client-options.ts'
import { abortable } from './abortable.ts'
import { discardBody, readChunks } from './body.ts'

/** An attempt outlived its time. */
export class AttemptTimeout extends Error {}

/** What came back: the answer, its body read whole. */
export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  /** The body in pieces, or why it could not be read. */
  readonly body: { readonly chunks: readonly Uint8Array[] } | { readonly error: unknown }
}

/** Whether an answer only says where to ask instead; browsers tell no status of it. */
export function isRedirect(status: number): boolean {
  return status === 0 || (status >= 300 && status < 400)
}

/**
 * Sends one request and reads the whole answer, both within the attempt's time. Redirects are not followed: a
 * custom credential header would travel with them to any host. Nothing is tried again here.
 *
 * This is the only file that knows the HTTP library.
 *
 * @throws the signal's reason when it is aborted; `AttemptTimeout`; whatever `fetch` throws.
 */
export async function attempt(
  url: string,
  headers: Record<string, string>,
  settings: ClientSettings,
  signal: AbortSignal,
): Promise<RawAnswer> {
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
): Promise<RawAnswer> {
  const response = await ky.get(url, {
    headers,
    // The library would wrap the signal in a request that holds it weakly, and an abort would be lost when garbage is
    // collected while a body arrives (nodejs/node#55428).
    fetch: (input, init) => settings.fetch(input, { ...init, signal }),
    redirect: 'manual',
    retry: 0,
    throwHttpErrors: false,
    timeout: false,
  })
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
