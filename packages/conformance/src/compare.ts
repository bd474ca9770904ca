import { isDeepStrictEqual } from 'node:util'
import { expectError, expectSuccess } from './harness.ts'
import { ClauseFailure, expectSame } from './expectations.ts'
import type { RecordedCall } from './fixture.ts'
import { type CallOutcome, recordedForm } from './make-call.ts'

/** @throws {ClauseFailure} unless a call gave just the items that the fixture has, in its order. */
export function expectSequence(
  outcome: CallOutcome,
  { outcome: { items = [] } }: RecordedCall,
  what: string,
): void {
  expectSuccess(outcome, what)
  const expected = items.map(recordedKey)
  const actual = outcome.items.map(keyOf)
  if (isDeepStrictEqual(actual, expected)) return
  const missing = expected.filter((key) => !actual.some((given) => given === key))
  const surplus = actual.length > new Set(expected).size
  const kind =
    missing.length > 0 ? 'items are missing' : surplus ? 'there are items too many' : 'the order is another'
  throw new ClauseFailure(`${what}: ${kind}.`, { expected, actual })
}

/** @throws {ClauseFailure} unless every item is in every field what the fixture has for it. */
export function expectFields(
  outcome: CallOutcome,
  { outcome: { items = [] } }: RecordedCall,
  what: string,
): void {
  const byKey = new Map(items.map((item) => [recordedKey(item), item]))
  for (const [index, item] of outcome.items.entries()) {
    const expected = byKey.get(keyOf(item))
    if (expected === undefined) continue
    const actual = recordedForm(item)
    for (const field of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      expectSame(actual[field], expected[field], `${what}, item ${index + 1}, \`${field}\``)
    }
  }
}

/** @throws {ClauseFailure} unless a call ended in the error that the fixture has. */
export function expectFixtureError(outcome: CallOutcome, call: RecordedCall, what: string): void {
  const { error: expected } = call.outcome
  if (expected === undefined) throw new ClauseFailure(`${what}: the fixture has no error.`)
  const error = expectError(outcome.error, expected.code, what)
  for (const fact of ['status', 'providerCode'] as const) {
    if (expected[fact] !== undefined)
      expectSame(error[fact], expected[fact], `${what}, \`${fact}\` of the error`)
  }
}

// Conversations have no key of their own.
function keyOf(item: CallOutcome['items'][number]): string {
  return 'key' in item ? item.key : item.id
}

function recordedKey(item: Readonly<Record<string, unknown>>): unknown {
  return item['key'] ?? item['id']
}
