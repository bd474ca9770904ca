import { changeNames, type ChangeShares } from './changes/changes.ts'
import { type FaultName, faultNames, type FaultShares } from './faults/faults.ts'
import { maxContacts } from './generated/contact.ts'
import type { ProviderName } from './providers/simulated-provider.ts'
import { checkShares } from './shares.ts'

/** A request that the simulator received, before it responds. */
export interface SimulatorRequest {
  /** The provider whose API the request is for. */
  readonly provider: ProviderName
  /** The path without the query, percent-encoded as it was sent. */
  readonly path: string
  /** The parameters of the URL. */
  readonly query: URLSearchParams
  /** 1 for the first request that the simulator received. */
  readonly number: number
  /** The fault that follows from the option `faults`, or null for none. */
  readonly fault: FaultName | null
}

/** Options of the simulator. Every option has a default. */
export interface SimulatorOptions {
  /** An integer from 0 to 2^32 - 1 that all messages, contacts and credentials follow from. Default: 12. */
  seed?: number
  /** The number of messages that each conversation begins with, at most 1 000 000. Default: 120. */
  messages?: number
  /** The number of conversations, from 1 to 85. Default: 5. */
  participants?: number
  /** The number of entries that each conversation has in the list of Octopush, from 1 to 10. Default: 1. */
  entries?: number
  /**
   * How many messages more the totals of lists and summaries count than the lists have, at most 1 000 000. Default: 0.
   */
  excess?: number
  /** The port on 127.0.0.1. Default: 0, for any free port. */
  port?: number
  /** Milliseconds to wait before each response, at most 60 000. Default: 0. */
  latency?: number
  /**
   * The share of the requests that each fault gets, such as `{ reset: 0.05, unavailable: 0.1 }`. The fault of a request
   * follows from the seed and the request's number. Default: no faults.
   */
  faults?: FaultShares
  /**
   * The share of the requests before which a conversation changes, such as `{ arrival: 0.1, status: 0.3 }`. The change
   * before a request follows from the seed and the request's number. Default: no changes.
   */
  changes?: ChangeShares
  /** The `Retry-After` of the fault `rate-limited` in seconds, at most 86 400. Default: 1. */
  retryAfter?: number
  /**
   * Awaited before a response reads the conversations, so that what it adds or deletes happens between two requests.
   * It may return the name of a fault for that request, or null for no fault. Both override the option `faults`.
   * If it throws, the response is HTTP 500.
   */
  beforeAnswer?: (request: SimulatorRequest) => FaultName | null | void | Promise<FaultName | null | void>
}

const ranges = {
  seed: { low: 0, high: 2 ** 32 - 1, default: 12 },
  messages: { low: 0, high: 1_000_000, default: 120 },
  participants: { low: 1, high: maxContacts, default: 5 },
  entries: { low: 1, high: 10, default: 1 },
  excess: { low: 0, high: 1_000_000, default: 0 },
  port: { low: 0, high: 65_535, default: 0 },
  latency: { low: 0, high: 60_000, default: 0 },
  retryAfter: { low: 0, high: 86_400, default: 1 },
}

const names = [...Object.keys(ranges), 'faults', 'changes', 'beforeAnswer']

/**
 * Fills in the defaults.
 *
 * @throws A `TypeError` or a `RangeError` that says what was expected.
 */
export function checkOptions(options: SimulatorOptions): Required<SimulatorOptions> {
  for (const name of Object.keys(options)) {
    if (!names.includes(name))
      throw new TypeError(`${name}: no such option, expected one of ${names.join(', ')}`)
  }
  const { beforeAnswer = () => {}, faults = {}, changes = {} } = options
  if (typeof beforeAnswer !== 'function') throw new TypeError('beforeAnswer: expected a function')
  return {
    seed: integer('seed', options),
    messages: integer('messages', options),
    participants: integer('participants', options),
    entries: integer('entries', options),
    excess: integer('excess', options),
    port: integer('port', options),
    latency: integer('latency', options),
    faults: checkShares('fault', faultNames, faults),
    changes: checkShares('change', changeNames, changes),
    retryAfter: integer('retryAfter', options),
    beforeAnswer,
  }
}

function integer(name: keyof typeof ranges, options: SimulatorOptions): number {
  const { low, high, default: fallback } = ranges[name]
  const value = options[name] ?? fallback
  const expected = `${name}: expected an integer from ${low} to ${high}`
  if (!Number.isInteger(value)) throw new TypeError(expected)
  if (value < low || value > high) throw new RangeError(`${expected}, got ${value}`)
  return value
}
