import { choose, type Choices } from './choices.ts'
import type { SimulatedMessage, State } from './message.ts'
import { directionOf, exchangeLength } from './message-pattern.ts'

type Outcome = Pick<SimulatedMessage, 'state' | 'cause'>

const received: Outcome = { state: 'received', cause: 0 }

/** As many causes as the provider with the most words for a state tells apart (iP.1, in providers/ip1/status.ts). */
const causes: Readonly<Record<Exclude<State, 'delivered' | 'received'>, number>> = {
  queued: 4,
  sent: 2,
  buffered: 2,
  forbidden: 3,
  'invalid-number': 3,
  blocked: 2,
  undelivered: 10,
  unknown: 2,
}

const mishaps: Choices<Outcome> = [
  ...several('queued'),
  ...several('sent'),
  ...several('buffered'),
  ...several('forbidden'),
  ...several('invalid-number'),
  ...several('blocked'),
  ...several('undelivered'),
  ...several('unknown'),
]

/** Shares no factor with the number of mishaps, so stepping by it visits each of them without visiting kin in a row. */
const stride = 11

/**
 * What became of a generated message. Outbound messages arrive, except the last of every second exchange (nobody
 * answers those, so the dialogue still makes sense): these go through all mishaps in turn, each conversation
 * starting elsewhere, so the default five conversations show every one of them.
 */
export function outcomeOf(number: number, participantIndex: number): Outcome {
  if (directionOf(number) === 'inbound') return received
  const exchange = Math.floor(number / exchangeLength)
  const isLast = number % exchangeLength === exchangeLength - 1
  if (!isLast || exchange % 2 === 0) return { state: 'delivered', cause: exchange % 3 }
  const turn = Math.floor(exchange / 2) + participantIndex * 10
  return choose(mishaps, turn * stride)
}

function several(state: keyof typeof causes): Choices<Outcome> {
  const others = Array.from({ length: causes[state] - 1 }, (_, index) => ({ state, cause: index + 1 }))
  return [{ state, cause: 0 }, ...others]
}
