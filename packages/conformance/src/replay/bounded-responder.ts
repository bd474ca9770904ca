import type { Responder } from './responder.ts'

const MOST_REQUESTS = 50

/** Resets connections after many requests, so that a walk that would never end fails its clause. */
export function boundedResponder(responder: Responder): Responder {
  return (request, number) => (number < MOST_REQUESTS ? responder(request, number) : 'reset')
}
