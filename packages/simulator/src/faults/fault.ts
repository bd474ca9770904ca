import type { ServerResponse } from 'node:http'
import type { Provider } from '../provider.ts'
import { send, type WireAnswer } from '../http-response.ts'

/** A request whose answer goes wrong. */
export interface Exchange {
  readonly response: ServerResponse
  /** The answer there would have been. */
  readonly answer: WireAnswer
  readonly provider: Provider
  readonly path: string
  /** Seconds that a client is asked to wait. */
  readonly retryAfter: number
  /** Aborted as soon as the connection is gone: nothing waits for nobody. */
  readonly gone: AbortSignal
}

export interface Fault {
  (exchange: Exchange): void | Promise<void>
}

/** A fault of the answer alone: what comes is another one, sent as it should be. */
export function instead(change: (answer: WireAnswer, exchange: Exchange) => WireAnswer): Fault {
  return (exchange) => send(exchange.response, change(exchange.answer, exchange))
}
