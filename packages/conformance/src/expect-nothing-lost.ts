import { boundedResponder } from './bounded-responder.ts'
import { expectSame } from './expectations.ts'
import type { RecordedCall } from './fixture.ts'
import { type Item, makeCall } from './make-call.ts'
import type { Responder } from './replay.ts'
import { type Harness, expectError } from './harness.ts'

/** A list that contradicts itself. */
export interface ContradictingList {
  readonly call: RecordedCall
  readonly answer: Responder
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
  harness: Harness,
  what: string,
  { call, answer, expected }: ContradictingList,
): Promise<void> {
  const { items, error } = await harness.serve(boundedResponder(answer), () =>
    makeCall(harness.reader(), call),
  )
  if (error !== undefined) expectError(error, 'pagination', what)
  const keys = items.map((item: Item) => ('key' in item ? item.key : item.id))
  expectSame(new Set(keys).size, keys.length, `${what}: different keys`)
  const given = items.map(({ raw }) => JSON.stringify(raw))
  expectSame(new Set(given).size, given.length, `${what}: different items`)
  const missing = expected.filter((raw) => !given.includes(JSON.stringify(raw)))
  expectSame(missing, [], `${what}: missing items`)
}
