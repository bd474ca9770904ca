import type { Answer } from './replay.ts'

const MOST_REQUESTS = 50

/** Stops responding after many requests, so that a walk that would never end fails its clause. */
export function boundedAnswer(answer: Answer): Answer {
  return (request, number) => (number < MOST_REQUESTS ? answer(request, number) : 'reset')
}
