import { mostContacts } from './contact.ts'
import type { FaultName } from './faults/faults.ts'
import { checkShares, type FaultShares } from './faults/shares.ts'
import type { ProviderName } from './provider.ts'

/** A request the simulator got, before it is answered. */
export interface SimulatorRequest {
  /** Whose API the request is for. */
  readonly provider: ProviderName
  /** The path without the query, percent-encoded as it came. */
  readonly path: string
  /** The parameters of the URL. */
  readonly query: URLSearchParams
  /** 1 for the first request the simulator got. */
  readonly number: number
  /** What `faults` has chosen to go wrong with it; null for nothing. */
  readonly fault: FaultName | null
}

/** How the simulator behaves. Every option has a default. */
export interface SimulatorOptions {
  /** All messages, contacts and credentials follow from it. An integer from 0 to 2^32 - 1; default 12. */
  seed?: number
  /** How many messages each conversation begins with, up to 1 000 000; default 120. */
  messages?: number
  /** How many conversations there are, 1 to 85; default 5. */
  participants?: number
  /** The port on 127.0.0.1; default 0, any free one. */
  port?: number
  /** Milliseconds to wait before each answer, up to a minute; default 0. */
  latency?: number
  /**
   * What goes wrong, with how large a share of the requests: `{ reset: 0.05, unavailable: 0.1 }`. Which requests these
   * are follows from the seed and the request's number. Default: nothing.
   */
  faults?: FaultShares
  /** Seconds that the fault `rate-limited` asks to wait, up to a day; default 1. */
  retryAfter?: number
  /**
   * Awaited just before an answer reads the conversations: what it adds or deletes happens between two requests.
   * It may return the name of a fault, which that request then gets, or null for none, whatever `faults` has chosen.
   * When it throws, the request is answered with HTTP 500.
   */
  beforeAnswer?: (request: SimulatorRequest) => FaultName | null | void | Promise<FaultName | null | void>
}

const ranges = {
  seed: { low: 0, high: 2 ** 32 - 1, default: 12 },
  messages: { low: 0, high: 1_000_000, default: 120 },
  participants: { low: 1, high: mostContacts, default: 5 },
  port: { low: 0, high: 65_535, default: 0 },
  latency: { low: 0, high: 60_000, default: 0 },
  retryAfter: { low: 0, high: 86_400, default: 1 },
}

const names = [...Object.keys(ranges), 'faults', 'beforeAnswer']

/** Fills in the defaults. Throws a `TypeError` or a `RangeError` that says what was expected. */
export function checkOptions(options: SimulatorOptions): Required<SimulatorOptions> {
  for (const name of Object.keys(options)) {
    if (!names.includes(name))
      throw new TypeError(`${name}: no such option, expected one of ${names.join(', ')}`)
  }
  const { beforeAnswer = () => {}, faults = {} } = options
  if (typeof beforeAnswer !== 'function') throw new TypeError('beforeAnswer: expected a function')
  return {
    seed: integer('seed', options),
    messages: integer('messages', options),
    participants: integer('participants', options),
    port: integer('port', options),
    latency: integer('latency', options),
    faults: checkShares(faults),
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
