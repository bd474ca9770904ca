import { choose, type Choices } from '../generated/choices.ts'
import type { State } from '../message.ts'

/** What may follow a state. One that is not here is final. */
const next: { readonly [state in State]?: Choices<State> } = {
  queued: ['sent', 'sent', 'sent', 'blocked'],
  sent: ['delivered', 'delivered', 'delivered', 'undelivered'],
  buffered: ['delivered', 'delivered', 'delivered', 'undelivered'],
  delivered: ['read'],
}

/** The state that follows, or null if the state is final. */
export function nextState(state: State, chance: number): State | null {
  const states = next[state]
  return states === undefined ? null : choose(states, chance)
}
