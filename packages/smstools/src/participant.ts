import type { Direction } from '@sms/core'
import { isSameNumber } from '@sms/core/provider'
import type { SmstoolsMessage } from './schema.ts'

/** Whether a message is to or from the participant. A message that does not state its other side is accepted. */
export function isWithParticipant(
  message: SmstoolsMessage,
  direction: Direction,
  participant: string,
): boolean {
  const other = direction === 'inbound' ? message.sender : message.receiver
  return other === null || other === undefined || isSameNumber(String(other), participant)
}
