import { type Exchange, type RecordedResponse, RESPONSE_HEADERS } from '../fixture.ts'
import { parseBody } from './json-body.ts'
import { RecordError } from './record-error.ts'
import { requestBelow } from './request-below.ts'

/** A `fetch` that keeps what it is answered, as it came: nothing is redacted yet. */
export interface RecordingFetch {
  readonly fetch: typeof globalThis.fetch
  /** The exchanges so far, without failures that passed. */
  exchanges(): readonly Exchange[]
  /** Aborted with a `RecordError` when no more can be recorded. */
  readonly signal: AbortSignal
}

export function recordingFetch(baseUrl: string, mostExchanges: number): RecordingFetch {
  const recorded: Exchange[] = []
  const ending = new AbortController()
  const { signal } = ending

  async function fetchAndRecord(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init)
    const below = request.method === 'GET' ? requestBelow(baseUrl, request.url) : null
    if (below === null) {
      ending.abort(new RecordError('--base-url has to be what the address of every request begins with.'))
    } else if (recorded.length >= mostExchanges) {
      ending.abort(
        new RecordError(`more than ${mostExchanges} requests: choose a --participant with fewer messages.`),
      )
    }
    signal.throwIfAborted()
    const response = await globalThis.fetch(request)
    if (below !== null) recorded.push({ request: below, response: await read(response.clone()) })
    return response
  }

  return {
    fetch: fetchAndRecord,
    exchanges: () => recorded.filter((exchange, index) => !isPassingFailure(exchange, recorded[index + 1])),
    signal,
  }
}

async function read(response: Response): Promise<RecordedResponse> {
  const headers = RESPONSE_HEADERS.flatMap((name) => {
    const value = response.headers.get(name)
    return value === null ? [] : [[name, value]]
  })
  const body = parseBody(await response.text())
  return { status: response.status, headers: Object.fromEntries(headers), body }
}

/** Whether a request was refused and at once made again: an outage or a rate limit, which the scenario is not about. */
function isPassingFailure({ request, response }: Exchange, next: Exchange | undefined): boolean {
  return response.status >= 400 && JSON.stringify(next?.request) === JSON.stringify(request)
}
