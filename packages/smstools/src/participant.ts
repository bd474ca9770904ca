import type { Direction } from '@sms/core'
import { invalidArgument, isSameNumber, phoneNumberDigits } from '@sms/core/provider'
import { PROVIDER } from './options.ts'
import type { SmstoolsMessage } from './wire.ts'

/** The participant's digits. */
export function readParticipant(participant: unknown): string {
  const digits = typeof participant === 'string' ? phoneNumberDigits(participant) : null
  if (digits === null) {
    throw invalidArgument(PROVIDER, 'participant', 'a phone number in E.164, such as +46701740605')
  }
  return digits
}

/** Whether a message is to or from the participant, as far as it tells: one whose other side is not told may be. */
export function isTheirs(message: SmstoolsMessage, direction: Direction, participant: string): boolean {
  const other = direction === 'inbound' ? message.sender : message.receiver
  return other === null || other === undefined || isSameNumber(String(other), participant)
}
