import type { RecordedCall } from '../fixture/fixture.ts'
import { expectError, expectSame, keyOfItem } from '../harness/expectations.ts'
import type { Harness } from '../harness/harness.ts'
import { makeCall } from '../provider-under-test/make-call.ts'
import { boundedResponder } from '../replay/bounded-responder.ts'
import type { Responder } from '../replay/responder.ts'

/** A list that contradicts itself. */
export interface ContradictingList {
  /** Names the contradiction in a failure. */
  readonly what: string
  readonly call: RecordedCall
  /** The items to be yielded, as the provider sent them. */
  readonly expected: readonly unknown[]
}

/**
 * Reads a list that contradicts itself. The walk may fail with `pagination`, but only after it yielded everything: the
 * responder treats a request that was not recorded as one beyond the end, which may be one contradiction too many.
 *
 * @throws {ClauseFailure} If an item is missing, comes twice, or has the key of another one.
 */
export async function expectNothingLost(
  harness: Harness,
  { what, call, expected }: ContradictingList,
  responder: Responder,
): Promise<void> {
  const { items, error } = await harness.serve(boundedResponder(responder), () =>
    makeCall(harness.reader(), call),
  )
  if (error !== undefined) expectError(error, 'pagination', what)
  const keys = items.map(keyOfItem)
  expectSame(new Set(keys).size, keys.length, `${what}: different keys`)
  const yielded = items.map(({ raw }) => JSON.stringify(raw))
  expectSame(new Set(yielded).size, yielded.length, `${what}: different items`)
  const missing = expected.filter((raw) => !yielded.includes(JSON.stringify(raw)))
  expectSame(missing, [], `${what}: missing items`)
}
