import type { SimulatedConversation } from '@sms/simulator'
import fc from 'fast-check'

/** What happens around one request. */
export interface Step {
  /** Turns of the event loop from the request's arrival until its answer is read from the conversation. */
  readonly wait: number
  /** Turns until the reader gets the answer, which may be old by then. */
  readonly hold: number
  readonly arrivals: number
  /** Each deletes one message, chosen by this number. */
  readonly deletions: readonly number[]
  /** Whether the provider forgets the tokens that it has sent. */
  readonly isForgetful: boolean
}

/** Which changes of a conversation a provider's walk bears. */
export interface Bearable {
  readonly arrivals: boolean
  readonly deletions: boolean
  /** How often the provider may forget its tokens. Default: never. */
  readonly forgets?: number
}

// More than one request and its answer take on a local connection: answers overtake each other.
const MOST_TURNS = 20
const MOST_AT_ONCE = 3
const MOST_STEPS = 100

/** What happens around the first requests of a walk, from a change now and then to one at every request. */
export function unrest({ arrivals, deletions, forgets = 0 }: Bearable): fc.Arbitrary<readonly Step[]> {
  const turns = fc.nat({ max: MOST_TURNS })
  const isForgetful = fc.constant(false)
  const calm = fc.record({
    wait: turns,
    hold: turns,
    arrivals: fc.constant(0),
    deletions: fc.constant([]),
    isForgetful,
  })
  const change = fc.record({
    wait: turns,
    hold: turns,
    arrivals: fc.nat({ max: arrivals ? MOST_AT_ONCE : 0 }),
    deletions: fc.array(fc.nat(), { maxLength: deletions ? MOST_AT_ONCE : 0 }),
    isForgetful,
  })
  const forgetful = fc.array(fc.nat({ max: MOST_STEPS }), { maxLength: forgets })
  const steps = fc.constantFrom(0, 1, 5, 20).chain((weight) =>
    fc.array(fc.oneof({ arbitrary: change, weight: 1 }, { arbitrary: calm, weight }), {
      maxLength: MOST_STEPS,
      size: 'max',
    }),
  )
  return fc
    .tuple(steps, forgetful)
    .map(([all, chosen]) => all.map((step, at) => ({ ...step, isForgetful: chosen.includes(at) })))
}

/** Adds and deletes what the step says. */
export function applyChanges(
  conversation: SimulatedConversation,
  { arrivals, deletions }: Pick<Step, 'arrivals' | 'deletions'>,
): void {
  for (let arrived = 0; arrived < arrivals; arrived += 1) conversation.add()
  for (const chosen of deletions) {
    if (conversation.length > 0) conversation.delete(chosen % conversation.length)
  }
}

/** Lets the event loop turn, so that what others wait for happens first. */
export async function pass(turns: number): Promise<void> {
  for (let passed = 0; passed < turns; passed += 1) await new Promise((resolve) => setImmediate(resolve))
}
