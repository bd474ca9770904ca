import { type Exchange, type RecordedResponse, RESPONSE_HEADERS } from '../../fixture/fixture.ts'
import { RecordError } from '../record-error.ts'
import { requestBelow } from '../text/request-below.ts'
import { parseRecordedBody } from './parse-recorded-body.ts'

/** A `fetch` that records every exchange as it is. Nothing is redacted yet. */
export class RecordingFetch {
  readonly #baseUrl: string
  readonly #mostExchanges: number
  readonly #recorded: Exchange[] = []
  readonly #ending = new AbortController()

  constructor(baseUrl: string, mostExchanges: number) {
    this.#baseUrl = baseUrl
    this.#mostExchanges = mostExchanges
  }

  /** Aborted with a `RecordError` as soon as no more exchanges can be recorded. */
  get signal(): AbortSignal {
    return this.#ending.signal
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const below = request.method === 'GET' ? requestBelow(this.#baseUrl, request.url) : null
    if (below === null) {
      this.#ending.abort(
        new RecordError('--base-url is not the beginning of every request. Give the base URL of the API.'),
      )
    } else if (this.#recorded.length >= this.#mostExchanges) {
      this.#ending.abort(
        new RecordError(
          `more than ${this.#mostExchanges} requests: choose a --participant with fewer messages.`,
        ),
      )
    }
    this.signal.throwIfAborted()
    const response = await globalThis.fetch(request)
    if (below !== null) {
      this.#recorded.push({ request: below, response: await toRecorded(response.clone()) })
    }
    return response
  }

  /** The exchanges so far, without failures that a retry resolved. */
  exchanges(): readonly Exchange[] {
    return this.#recorded.filter((exchange, index) => !isResolvedFailure(exchange, this.#recorded[index + 1]))
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

/** Whether the next request repeats one that failed: an outage or a rate limit, which no recorded scenario is about. */
function isResolvedFailure({ request, response }: Exchange, next: Exchange | undefined): boolean {
  return response.status >= 400 && JSON.stringify(next?.request) === JSON.stringify(request)
}
