import type { GenericSchema } from 'valibot'
import { type ResponseIssue, SmsError } from '../error.ts'
import { findIssues } from './find-issues.ts'
import { compileSchema } from './compile-schema.ts'
import type { ApiResponse } from '../http/read-response.ts'

/**
 * Checks that a response has the documented shape. The schema only checks: what is returned is what the provider
 * sent, with every field it did not document.
 *
 * @param schema A valibot schema that names what is used of the response, in loose objects, so that the API may grow.
 * @throws {SmsError} `invalid_response`, with `issues`: up to ten places, and no values.
 * @example
 * ```ts
 * import { checkShape } from '@sms/core/provider'
 * import * as v from 'valibot'
 *
 * const schema = v.object({ messages: v.array(v.looseObject({ id: v.number() })) })
 * const response = { provider: 'acme', body: { messages: [{ id: 1 }] }, headers: new Headers(), status: 200, attempts: 1 }
 * console.log(checkShape(schema, response).messages.length)
 * ```
 */
export function checkShape<Shape>(schema: GenericSchema<unknown, Shape>, response: ApiResponse): Shape {
  if (compileSchema(schema)(response.body)) return response.body as Shape
  const issues = findIssues(schema, response.body)
  const { provider, status, attempts } = response
  throw new SmsError(
    'invalid_response',
    `${provider} sent JSON (HTTP ${status}) that is not as documented: ${issues.map(describe).join('; ')}.`,
    { provider, status, attempts, issues },
  )
}

/**
 * Checks what a schema cannot check of a response's items. `check` returns what was expected of an item, or null if the
 * item is right.
 *
 * @param path Of the list in the response; empty if the response is the list.
 * @throws {SmsError} `invalid_response`, with the item's index in `issues`.
 * @example
 * ```ts
 * import { checkItems, isSameNumber } from '@sms/core/provider'
 *
 * const body = [{ from: '+46701740605', text: 'Hello' }]
 * const response = { provider: 'acme', body, headers: new Headers(), status: 200, attempts: 1 }
 * checkItems(response, '', body, ({ from }) =>
 *   isSameNumber(from, '46701740605') ? null : 'a message from the participant',
 * )
 * ```
 */
export function checkItems<Item>(
  response: ApiResponse,
  path: string,
  items: readonly Item[],
  check: (item: Item) => string | null,
): void {
  for (let index = 0; index < items.length; index += 1) {
    const expected = check(items[index] as Item)
    if (expected === null) continue
    throw invalidResponse(response, { path: path === '' ? `${index}` : `${path}.${index}`, expected })
  }
}

/**
 * Makes the error for a response that has the right shape and is still wrong.
 *
 * @param issue The place, and what was expected there. It must not hold a value.
 * @example
 * ```ts
 * import { type ApiResponse, invalidResponse } from '@sms/core/provider'
 *
 * function checkParticipant(response: ApiResponse, stated: string, requested: string): void {
 *   const issue = { path: 'participant', expected: 'the requested participant' }
 *   if (stated !== requested) throw invalidResponse(response, issue)
 * }
 * const response = { provider: 'acme', body: {}, headers: new Headers(), status: 200, attempts: 1 }
 * checkParticipant(response, '46701740605', '46701740605')
 * ```
 */
export function invalidResponse({ provider, status, attempts }: ApiResponse, issue: ResponseIssue): SmsError {
  const details = { provider, status, attempts, issues: [issue] }
  return new SmsError('invalid_response', `${provider} sent a wrong response: ${describe(issue)}.`, details)
}

function describe({ path, expected }: ResponseIssue): string {
  return path === '' ? `expected ${expected}` : `\`${path}\` should be ${expected}`
}
