import type { GenericSchema } from 'valibot'
import { type ResponseIssue, SmsError } from './error.ts'
import { findIssues } from './find-issues.ts'
import { guardOf } from './guard.ts'
import type { Answer } from './transport/failure.ts'

/**
 * Checks that an answer has the documented shape. The schema only checks: what is returned is what the provider
 * sent, with every field it did not document.
 *
 * @param schema A valibot schema that names what is used of the answer, in loose objects, so that the API may grow.
 * @throws {SmsError} `invalid_response`, with `issues`: up to ten places, and no values.
 * @example
 * ```ts
 * import { checkShape } from '@sms/core/provider'
 * import * as v from 'valibot'
 *
 * const schema = v.object({ messages: v.array(v.looseObject({ id: v.number() })) })
 * const answer = { body: { messages: [{ id: 1 }] }, headers: new Headers(), status: 200, attempts: 1 }
 * console.log(checkShape('acme', schema, answer).messages.length)
 * ```
 */
export function checkShape<Shape>(
  provider: string,
  schema: GenericSchema<unknown, Shape>,
  answer: Answer,
): Shape {
  if (guardOf(schema)(answer.body)) return answer.body as Shape
  const issues = findIssues(schema, answer.body)
  throw new SmsError(
    'invalid_response',
    `${provider} answered ${answer.status} with JSON that is not as documented: ${issues.map(describe).join('; ')}.`,
    { provider, status: answer.status, attempts: answer.attempts, issues },
  )
}

/**
 * Checks of an answer's items what a schema cannot: `check` says what was expected of an item, or null where it is
 * right.
 *
 * @param path Of the list in the answer; empty where the answer is the list.
 * @throws {SmsError} `invalid_response`, with the item's index in `issues`.
 * @example
 * ```ts
 * import { checkItems, isSameNumber } from '@sms/core/provider'
 *
 * const body = [{ from: '+46701740605', text: 'Hello' }]
 * const answer = { body, headers: new Headers(), status: 200, attempts: 1 }
 * checkItems('acme', answer, '', body, ({ from }) =>
 *   isSameNumber(from, '46701740605') ? null : 'a message from the participant',
 * )
 * ```
 */
export function checkItems<Item>(
  provider: string,
  answer: Answer,
  path: string,
  items: readonly Item[],
  check: (item: Item) => string | null,
): void {
  for (let index = 0; index < items.length; index += 1) {
    const expected = check(items[index] as Item)
    if (expected === null) continue
    throw invalidResponse(provider, answer, { path: path === '' ? `${index}` : `${path}.${index}`, expected })
  }
}

/**
 * The error for an answer of the right shape that is wrong all the same.
 *
 * @param issue Where, and what was expected there. It may hold no value.
 * @example
 * ```ts
 * import { type Answer, invalidResponse } from '@sms/core/provider'
 *
 * function checkParticipant(answer: Answer, told: string, asked: string): void {
 *   const issue = { path: 'participant', expected: 'the participant asked for' }
 *   if (told !== asked) throw invalidResponse('acme', answer, issue)
 * }
 * const answer = { body: {}, headers: new Headers(), status: 200, attempts: 1 }
 * checkParticipant(answer, '46701740605', '46701740605')
 * ```
 */
export function invalidResponse(
  provider: string,
  { status, attempts }: Answer,
  issue: ResponseIssue,
): SmsError {
  const details = { provider, status, attempts, issues: [issue] }
  return new SmsError('invalid_response', `${provider} answered wrongly: ${describe(issue)}.`, details)
}

function describe({ path, expected }: ResponseIssue): string {
  return path === '' ? `expected ${expected}` : `\`${path}\` should be ${expected}`
}
