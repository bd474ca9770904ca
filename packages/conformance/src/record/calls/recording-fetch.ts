import { bodyText } from '../../fixture/body-text.ts'
import { type Exchange, type RecordedResponse, RESPONSE_HEADERS } from '../../fixture/fixture.ts'
import { RecordError } from '../record-error.ts'
import { requestBelow } from '../text/request-below.ts'
import { parseRecordedBody } from './parse-recorded-body.ts'

/** The responses to the requests of a call, each by its URL. Failures that a retry may resolve are left out. */
export type KnownResponses = Map<string, RecordedResponse>

/**
 * A `fetch` that records every exchange as it is. Nothing is redacted yet. A response that is known already comes at once,
 * as it does from a fixture.
 */
export class RecordingFetch {
  readonly #baseUrl: string
  readonly #mostExchanges: number
  readonly #known: KnownResponses
  readonly #recorded: Promise<readonly Exchange[]>[] = []
  readonly #ending = new AbortController()

  constructor(baseUrl: string, mostExchanges: number, known: KnownResponses) {
    this.#baseUrl = baseUrl
    this.#mostExchanges = mostExchanges
    this.#known = known
  }

  /** Aborted with a `RecordError` as soon as no more exchanges can be recorded. */
  get signal(): AbortSignal {
    return this.#ending.signal
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const below = request.method === 'GET' ? requestBelow(this.#baseUrl, request.url) : null
    if (below === null) {
      throw this.#end('--base-url is not the beginning of every request. Give the base URL of the API.')
    }
    if (this.#recorded.length >= this.#mostExchanges) {
      throw this.#end(
        `more than ${this.#mostExchanges} requests: choose a --participant with fewer messages.`,
      )
    }
    this.signal.throwIfAborted()
    const known = this.#known.get(request.url)
    if (known !== undefined) {
      this.#recorded.push(Promise.resolve([{ request: below, response: known }]))
      return toResponse(known)
    }
    // The reader may abort a request that it sent ahead. From a fixture, the response comes before that.
    const responding = globalThis.fetch(new Request(request, { signal: this.signal }))
    const recording = responding.then(async (response) => {
      const recorded = await toRecorded(response.clone())
      if (!mayBeResolved(recorded)) this.#known.set(request.url, recorded)
      return recorded
    })
    this.#recorded.push(
      recording.then(
        (response) => [{ request: below, response }],
        // The reader gets the failure, and may try again.
        () => [],
      ),
    )
    return responding
  }

  /** The exchanges so far. A request that failed without a response is none. */
  async exchanges(): Promise<readonly Exchange[]> {
    return (await Promise.all(this.#recorded)).flat()
  }

  #end(problem: string): RecordError {
    const error = new RecordError(problem)
    this.#ending.abort(error)
    return error
  }
}

async function toRecorded(response: Response): Promise<RecordedResponse> {
  const headers = RESPONSE_HEADERS.flatMap((name) => {
    const value = response.headers.get(name)
    return value === null ? [] : [[name, value]]
  })
  const body = parseRecordedBody(await response.text())
  return { status: response.status, headers: Object.fromEntries(headers), body }
}

function toResponse({ status, headers, body }: RecordedResponse): Response {
  const text = bodyText(body)
  return new Response(text === '' ? null : text, { status, headers: { ...headers } })
}

/** Whether another attempt may succeed: after an outage or a rate limit, which no recorded scenario is about. */
function mayBeResolved({ status }: RecordedResponse): boolean {
  return status >= 500 || status === 429 || status === 408
}
