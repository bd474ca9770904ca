import { inspect, isDeepStrictEqual } from 'node:util'
import { SmsError, type SmsErrorCode } from '@sms/core'
import * as v from 'valibot'
import { ClauseFailure } from '../clause-failure.ts'
import { recordedForm } from '../fixture/recorded-form.ts'
import type { CallOutcome } from '../provider-under-test/make-call.ts'
import type { PlayedCall } from './played-call.ts'

// Every assertion throws a ClauseFailure if what its comment states is not true.

/** The two are deeply equal. */
export function expectSame(actual: unknown, expected: unknown, what: string): void {
  if (!isDeepStrictEqual(actual, expected)) throw new ClauseFailure(what, { expected, actual })
}

/**
 * The condition holds.
 *
 * @param expected States in a sentence what the condition means.
 */
export function expectThat(condition: boolean, expected: string, actual?: unknown): asserts condition {
  if (!condition) throw new ClauseFailure(`Not true: ${expected}`, actual === undefined ? {} : { actual })
}

/** The list is empty. */
export function expectNone(found: readonly string[], what: string): void {
  if (found.length > 0) throw new ClauseFailure(`${what}:\n- ${found.join('\n- ')}`)
}

/** The value has the shape. */
export function expectShape(schema: v.GenericSchema, value: unknown, what: string): void {
  const result = v.safeParse(schema, value)
  if (result.success) return
  const [issue] = result.issues
  const path = v.getDotPath(issue)
  throw new ClauseFailure(
    `${what}${path === null ? '' : `, \`${path}\``}: not the shape that the contract has.`,
    {
      expected: issue.expected ?? issue.message,
      actual: issue.input,
    },
  )
}

/** The value is an `SmsError` with this code. Returns it. */
export function expectError(error: unknown, code: SmsErrorCode, what: string): SmsError {
  if (SmsError.is(error, code)) return error
  const actual = SmsError.is(error) ? `${error.code}: ${error.message}` : (error ?? 'no error')
  throw new ClauseFailure(`${what}: an error was expected.`, { expected: `SmsError ${code}`, actual })
}

/** The value is an `invalid_argument` error that names what is wrong, and does not show the value `secret-canary`. */
export function expectNamed(error: unknown, name: string, what: string): void {
  const { message } = expectError(error, 'invalid_argument', what)
  expectThat(message.includes(name), `${what}: the error names ${name}.`, message)
  const shown = inspect(error, { depth: 9, showHidden: true })
  expectThat(!shown.includes('secret-canary'), `${what}: the error does not show the value.`)
}

/** The call succeeded. */
export function expectSuccess({ error }: Pick<CallOutcome, 'error'>, what: string): void {
  expectThat(error === undefined, `${what}: the call succeeds.`, error)
}

/** The call returned exactly the items of its fixture, in the same order. */
export function expectRecordedItems({ call, label, ...outcome }: PlayedCall): void {
  expectSuccess(outcome, label)
  const expected = (call.outcome.items ?? []).map(recordedKey)
  const actual = outcome.items.map(keyOfItem)
  if (isDeepStrictEqual(actual, expected)) return
  const missing = expected.filter((key) => !actual.some((other) => other === key))
  const hasSurplus = actual.length > new Set(expected).size
  const difference =
    missing.length > 0 ? 'items are missing' : hasSurplus ? 'there are too many items' : 'the order differs'
  throw new ClauseFailure(`${label}: ${difference}.`, { expected, actual })
}

/** Every field of every item has the value that the fixture records. */
export function expectRecordedFields({ call, label, items }: PlayedCall): void {
  const byKey = new Map((call.outcome.items ?? []).map((item) => [recordedKey(item), item]))
  for (const [index, item] of items.entries()) {
    const expected = byKey.get(keyOfItem(item))
    if (expected === undefined) continue
    const actual = recordedForm(item)
    for (const field of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      expectSame(actual[field], expected[field], `${label}, item ${index + 1}, \`${field}\``)
    }
  }
}

/** The call ended in the error of its fixture. */
export function expectRecordedError({ call, label, error: actual }: PlayedCall): void {
  const { error: expected } = call.outcome
  if (expected === undefined) throw new ClauseFailure(`${label}: the fixture has no error.`)
  const error = expectError(actual, expected.code, label)
  for (const fact of ['status', 'providerCode'] as const) {
    if (expected[fact] === undefined) continue
    expectSame(error[fact], expected[fact], `${label}, \`${fact}\` of the error`)
  }
}

// Conversations have no key of their own.
export function keyOfItem(item: CallOutcome['items'][number]): string {
  return 'key' in item ? item.key : item.id
}

function recordedKey(item: Readonly<Record<string, unknown>>): unknown {
  return item['key'] ?? item['id']
}
