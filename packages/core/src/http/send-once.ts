import type { ClientSettings } from '../options/client-options.ts'
import { abortable } from './abortable.ts'
import { attempt, type RawResponse } from './attempt.ts'
import { readThrown } from './read-thrown.ts'
import type { Failure } from './retry-policy.ts'

/** One attempt of a request. */
export interface Attempt {
  readonly url: string
  /** The URL that hooks see. */
  readonly shownUrl: string
  /** The headers that hooks see. */
  readonly publicHeaders: Readonly<Record<string, string>>
  /** No hook and no error ever sees them. */
  readonly credentialHeaders: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** Requests made for the call, this one included. */
  readonly attempts: number
}

/**
 * Sends one request, and calls the hooks before and after it.
 *
 * @throws the signal's reason if it is aborted; what a hook throws.
 */
export async function sendOnce(
  provider: string,
  settings: ClientSettings,
  { url, shownUrl, publicHeaders, credentialHeaders, signal, attempts }: Attempt,
): Promise<RawResponse | Failure> {
  signal.throwIfAborted()
  const { onRequest, onResponse } = settings
  const shown = (): Request => new Request(shownUrl, { headers: publicHeaders })
  if (onRequest !== undefined) await abortable((async () => onRequest(shown()))(), signal)
  const headers = { ...publicHeaders, ...credentialHeaders }
  const raw = await attempt(url, headers, settings, signal).catch((thrown: unknown) => {
    if (signal.aborted) throw signal.reason
    return readThrown(provider, thrown, settings.timeout, attempts)
  })
  if ('retry' in raw) return raw
  if (onResponse !== undefined) {
    await abortable((async () => onResponse(withoutBody(raw), shown()))(), signal)
  }
  return raw
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
