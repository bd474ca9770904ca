import type { ServerResponse } from 'node:http'
import { sendWhole, type WireResponse } from '../http/wire-response.ts'
import type { SimulatedProvider } from '../providers/simulated-provider.ts'

/** A request whose response goes wrong. */
export interface FaultyExchange {
  readonly response: ServerResponse
  /** The response without the fault. */
  readonly planned: WireResponse
  readonly provider: SimulatedProvider
  /** The path of the request. */
  readonly path: string
  /** The seconds of `Retry-After`. */
  readonly retryAfter: number
  /** Aborted when the connection has ended, so that no fault waits for a client that left. */
  readonly ended: AbortSignal
}

export interface Fault {
  (exchange: FaultyExchange): void | Promise<void>
}

/** A fault that sends another response, but sends it as HTTP requires. */
export function replaceResponse(replace: (exchange: FaultyExchange) => WireResponse): Fault {
  return (exchange) => sendWhole(exchange.response, replace(exchange))
}
