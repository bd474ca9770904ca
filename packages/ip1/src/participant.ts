import type { Direction } from '@sms/core'
import { isSameNumber, type Participants } from '@sms/core/provider'
import type { Ip1Message } from './schema.ts'

// A sender name contains a letter, so that the digits of a national number are no name.
const SENDER_NAME = /^(?=.*[A-Za-z])[0-9A-Za-z]{1,11}$/

/** The path contains a participant as the digits of a number, or as a sender name. */
export const PARTICIPANTS: Participants<string> = {
  forms: ['a sender name of 1 to 11 letters and digits, at least one of them a letter'],
  parse: (participant) => (SENDER_NAME.test(participant) ? participant : null),
  fromDigits: (digits) => digits,
}

/**
 * Whether a message is to or from the participant. A message that does not state its other side is accepted. The
 * participant may also be the account's own sender.
 */
export function isWithParticipant(
  message: Ip1Message,
  direction: Direction | null,
  participant: string,
): boolean {
  const { sender, recipient } = message
  const other = direction === 'inbound' ? sender : recipient
  const own = direction === 'inbound' ? recipient : sender
  if (other === null || other === undefined || isSameParticipant(String(other), participant)) return true
  return own !== null && own !== undefined && isSameParticipant(String(own), participant)
}

/** @param participant The digits of a number, or a sender name. */
export function isSameParticipant(address: string, participant: string): boolean {
  if (address === participant) return true
  return SENDER_NAME.test(participant)
    ? address.toLowerCase() === participant.toLowerCase()
    : isSameNumber(address, participant)
}
