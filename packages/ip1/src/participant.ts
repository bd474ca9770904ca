import type { Direction } from '@sms/core'
import { invalidArgument, isSameNumber, phoneNumberDigits } from '@sms/core/provider'
import { PROVIDER } from './options.ts'
import type { Ip1Message } from './wire.ts'

/** The participant as a path segment: a number's digits, or an alphanumeric sender. */
export function readParticipant(participant: unknown): string {
  const digits = typeof participant === 'string' ? phoneNumberDigits(participant) : null
  if (digits !== null) return digits
  if (typeof participant === 'string' && /^[0-9A-Za-z]{1,11}$/.test(participant)) return participant
  const expected =
    'a phone number in E.164, such as +46701740605, or a sender name of 1 to 11 letters and digits'
  throw invalidArgument(PROVIDER, 'participant', expected)
}

/**
 * Whether a message is to or from the participant, as far as it tells: one whose other side is not told may be. A
 * participant may also be the account's own sender.
 */
export function isTheirs(message: Ip1Message, direction: Direction | null, participant: string): boolean {
  const { sender, recipient } = message
  const [other, own] = direction === 'inbound' ? [sender, recipient] : [recipient, sender]
  if (other === null || other === undefined || isSame(String(other), participant)) return true
  return own !== null && own !== undefined && isSame(String(own), participant)
}

export function isSame(address: string, participant: string): boolean {
  return isSameNumber(address, participant) || address.toLowerCase() === participant.toLowerCase()
}
