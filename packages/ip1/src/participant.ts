import type { Direction } from '@sms/core'
import { isSameNumber, participantDigits } from '@sms/core/provider'
import { PROVIDER } from './options.ts'
import type { Ip1Message } from './wire.ts'

// A sender name has a letter: the digits of a national number are no name.
const SENDER_NAME = /^(?=.*[A-Za-z])[0-9A-Za-z]{1,11}$/

/** Returns the participant as a path segment: a number's digits, or a sender name. */
export function readParticipant(participant: unknown): string {
  if (typeof participant === 'string' && SENDER_NAME.test(participant)) return participant
  return participantDigits(PROVIDER, participant, [
    'a sender name of 1 to 11 letters and digits, at least one of them a letter',
  ])
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

/** @param participant What `readParticipant` returned. */
export function isSame(address: string, participant: string): boolean {
  return SENDER_NAME.test(participant)
    ? address.toLowerCase() === participant.toLowerCase()
    : isSameNumber(address, participant)
}
