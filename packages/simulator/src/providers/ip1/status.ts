import type { Choices } from '../../generated/choices.ts'
import type { State } from '../../message.ts'

/**
 * iP.1's status codes: 1xx on its way, 2xx delivered, 4xx rejected before it was sent, 5xx not delivered.
 * The documentation explains classes, not single codes, so the division of a class among the states is ours.
 */
export const statusCodes: Readonly<Record<State, Choices<number>>> = {
  queued: [101, 102, 103, 104],
  sent: [110, 111],
  buffered: [112, 113],
  delivered: [201, 202, 203],
  read: [201, 202, 203],
  forbidden: [402, 403, 404],
  'invalid-number': [405, 406, 407],
  blocked: [408, 409],
  undelivered: [500, 501, 502, 503, 511, 512, 513, 514, 515, 516],
  unknown: [599],
  // The documented summary counts inbound messages under this code.
  received: [201],
}

/** 1 if the status is final. */
export function durationOf(code: number): 0 | 1 {
  return code < 200 ? 0 : 1
}
