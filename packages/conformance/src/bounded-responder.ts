import type { Responder } from './replay.ts'

const MOST_REQUESTS = 50

/** Stops responding after many requests, so that a walk that would never end fails its clause. */
export function boundedResponder(answer: Responder): Responder {
  return (request, number) => (number < MOST_REQUESTS ? answer(request, number) : 'reset')
}
