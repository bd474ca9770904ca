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

/** Whether a message is to or from the participant, as far as it tells. */
export function isTheirs({ sender, receiver }: SmstoolsMessage, participant: string): boolean {
  const addresses = [sender, receiver].filter((address) => address !== null && address !== undefined)
  return addresses.length < 2 || addresses.some((address) => isSameNumber(String(address), participant))
}
