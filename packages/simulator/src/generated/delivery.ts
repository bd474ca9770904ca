import { choose, type Choices } from './choices.ts'
import type { SimulatedMessage, State } from '../message.ts'
import { patternDirection, dialogueLength } from './message-pattern.ts'

type Delivery = Pick<SimulatedMessage, 'state' | 'cause'>

const received: Delivery = { state: 'received', cause: 0 }

/** As many causes as the provider with the most words for a state has (iP.1: providers/ip1/status.ts). */
const causes: Readonly<Record<Exclude<State, 'delivered' | 'read' | 'received'>, number>> = {
  queued: 4,
  sent: 2,
  buffered: 2,
  forbidden: 3,
  'invalid-number': 3,
  blocked: 2,
  undelivered: 10,
  unknown: 2,
}

const mishaps: Choices<Delivery> = [
  ...several('queued'),
  ...several('sent'),
  ...several('buffered'),
  ...several('forbidden'),
  ...several('invalid-number'),
  ...several('blocked'),
  ...several('undelivered'),
  ...several('unknown'),
]

/** Has no common factor with the number of mishaps, so that steps of it reach all of them, and similar ones not in a row. */
const stride = 11

/**
 * The delivery of a generated message. An outbound message arrives, unless it is the last one of every second dialogue.
 * No line replies to that one, so the dialogue still makes sense. These take all mishaps in turn. Each conversation
 * begins with another mishap, so that the five default conversations show all of them.
 */
export function deliveryOf(number: number, contactIndex: number): Delivery {
  if (patternDirection(number) === 'inbound') return received
  const dialogue = Math.floor(number / dialogueLength)
  const isLast = number % dialogueLength === dialogueLength - 1
  if (!isLast || dialogue % 2 === 0) {
    return { state: dialogue % 3 === 1 ? 'read' : 'delivered', cause: dialogue % 3 }
  }
  const turn = Math.floor(dialogue / 2) + contactIndex * 10
  return choose(mishaps, turn * stride)
}

function several(state: keyof typeof causes): Choices<Delivery> {
  const others = Array.from({ length: causes[state] - 1 }, (_, index) => ({ state, cause: index + 1 }))
  return [{ state, cause: 0 }, ...others]
}
