import type { Direction } from '@sms/core'
import { isSameNumber } from '@sms/core/provider'
import type { SmstoolsMessage } from './schema.ts'

/** Whether a message is to or from the participant, as far as it tells: one whose other side is not told may be. */
export function isWithParticipant(
  message: SmstoolsMessage,
  direction: Direction,
  participant: string,
): boolean {
  const other = direction === 'inbound' ? message.sender : message.receiver
  return other === null || other === undefined || isSameNumber(String(other), participant)
}
