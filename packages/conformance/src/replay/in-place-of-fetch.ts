/** The status, the body and the headers of a response. */
export type Sent = [number, string, Record<string, string>]

const BODYLESS = new Set([101, 204, 205, 304])
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/**
 * Replaces the global `fetch` for the requests that `isOurs` accepts. It uses no sockets, because sockets take most of
 * the time of a check. All other requests go to the previous `fetch`. Returns a function that restores it.
 */
export function inPlaceOfFetch(
  isOurs: (request: Request) => boolean,
  receive: (request: Request) => Promise<Sent>,
): () => void {
  const before = globalThis.fetch
  async function fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init)
    if (!isOurs(request)) return before(input, init)
    const response = await unlessAborted(request.signal, () => respond(request, receive))
    const location = response.headers.get('location')
    if (!REDIRECTS.has(response.status) || location === null || request.redirect === 'manual') return response
    if (request.redirect === 'error')
      throw new TypeError('fetch failed', { cause: new Error('unexpected redirect') })
    return fetch(new URL(location, request.url), init)
  }
  globalThis.fetch = fetch
  return () => {
    globalThis.fetch = before
  }
}

async function respond(request: Request, receive: (request: Request) => Promise<Sent>): Promise<Response> {
  let sent: Sent
  try {
    sent = await receive(request)
  } catch (cause) {
    throw new TypeError('fetch failed', { cause })
  }
  const [status, body, headers] = sent
  const response = new Response(BODYLESS.has(status) ? null : body, { status, headers })
  return Object.defineProperty(response, 'url', { value: request.url })
}

function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const abort = (): void => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort))
  })
}
