import { boundedAnswer } from './bounded-answer.ts'
import { same } from './failure.ts'
import type { RecordedCall } from './fixture.ts'
import { type Item, perform } from './perform.ts'
import type { Answer } from './replay.ts'
import { type Rig, expectError } from './rig.ts'

/** A list that contradicts itself. */
export interface ContradictingList {
  readonly call: RecordedCall
  readonly answer: Answer
  /** What the provider sent of each item that is to be yielded. */
  readonly expected: readonly unknown[]
}

/**
 * Reads a list that contradicts itself. The walk may fail with `pagination`, but only after it yielded everything: a
 * request that was not recorded is answered as if nothing were there, which may be one contradiction too many.
 *
 * @throws {ClauseFailure} if an item is missing, comes twice, or has the key of another one.
 */
export async function expectNothingLost(
  rig: Rig,
  what: string,
  { call, answer, expected }: ContradictingList,
): Promise<void> {
  const { items, error } = await rig.serve(boundedAnswer(answer), () => perform(rig.reader(), call))
  if (error !== undefined) expectError(error, 'pagination', what)
  const keys = items.map((item: Item) => ('key' in item ? item.key : item.id))
  same(new Set(keys).size, keys.length, `${what}: different keys`)
  const given = items.map(({ raw }) => JSON.stringify(raw))
  same(new Set(given).size, given.length, `${what}: different items`)
  const missing = expected.filter((raw) => !given.includes(JSON.stringify(raw)))
  same(missing, [], `${what}: missing items`)
}
