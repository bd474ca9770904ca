import { invalidArgument, isSameNumber, phoneNumberDigits } from '@sms/core/provider'
import { PROVIDER } from './options.ts'
import type { TemplateMessage } from './wire.ts'

/** The participant's digits. */
export function readParticipant(participant: unknown): string {
  const digits = typeof participant === 'string' ? phoneNumberDigits(participant) : null
  if (digits === null) {
    throw invalidArgument(PROVIDER, 'participant', 'a phone number in E.164, such as +46701740605')
  }
  return digits
}

/** Whether a message is to or from the participant. */
export function isTheirs({ from, to, outgoing }: TemplateMessage, participant: string): boolean {
  return isSameNumber(outgoing ? to : from, participant)
}
