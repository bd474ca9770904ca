import { ClauseFailure } from '../clause-failure.ts'
import type { Exchange, RecordedRequest } from '../fixture/fixture.ts'
import type { ReceivedRequest, Reply } from './responder.ts'

/** Replies with recorded exchanges, in their order. */
export class Replay {
  readonly #exchanges: readonly Exchange[]
  readonly #label: string
  #next = 0
  #mismatch: ClauseFailure | undefined

  /** @param label Names the recording in a failure. */
  constructor(exchanges: readonly Exchange[], label: string) {
    this.#exchanges = exchanges
    this.#label = label
  }

  /** The recorded response. From the first request that is not the recorded one, every connection is reset. */
  respond(request: ReceivedRequest): Reply {
    if (this.#mismatch !== undefined) return 'reset'
    const exchange = this.#exchanges[this.#next]
    if (exchange !== undefined && requestLine(request) === requestLine(exchange.request)) {
      this.#next += 1
      return exchange.response
    }
    this.#mismatch = mismatch(request, exchange?.request, this.#place())
    return 'reset'
  }

  /**
   * @param isWhole Whether every exchange must have been requested.
   * @throws {ClauseFailure} If a request was not the recorded one, or a recorded request never came.
   */
  check(isWhole: boolean): void {
    if (this.#mismatch !== undefined) throw this.#mismatch
    const missing = this.#exchanges[this.#next]
    if (!isWhole || missing === undefined) return
    throw new ClauseFailure(`${this.#place()} never came.`, { expected: requestLine(missing.request) })
  }

  #place(): string {
    return `${this.#label}, request ${this.#next + 1} of ${this.#exchanges.length}`
  }
}

function mismatch(
  request: RecordedRequest,
  recorded: RecordedRequest | undefined,
  place: string,
): ClauseFailure {
  const actual = requestLine(request)
  if (recorded === undefined) return new ClauseFailure(`${place}: one more than the fixture has.`, { actual })
  const expected = requestLine(recorded)
  const differences = differentParameters(recorded.query, request.query)
  const details = differences.length > 0 ? ` (${differences.join(', ')})` : ''
  return new ClauseFailure(`${place} is not what the fixture has next${details}.`, { expected, actual })
}

function differentParameters(
  recorded: RecordedRequest['query'],
  received: RecordedRequest['query'],
): readonly string[] {
  return [...new Set([...Object.keys(recorded), ...Object.keys(received)])].flatMap((parameter) => {
    const [was, is] = [recorded[parameter], received[parameter]]
    return was === is ? [] : [`${parameter}: ${was ?? 'absent'} → ${is ?? 'absent'}`]
  })
}

function requestLine({ path, query }: RecordedRequest): string {
  const search = new URLSearchParams(
    Object.entries(query).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )
  return `GET ${path}${search.size === 0 ? '' : `?${search}`}`
}
