import { isSameNumber, type Participants, phoneNumberDigits } from '@sms/core/provider'
import type { TwilioMessage } from './schema.ts'

/** An address as the API filters by: `+447700900123`, or one with its channel in front. */
export const PARTICIPANTS: Participants<string> = {
  forms: ['an address with its channel: whatsapp:{number}, rcs:{number or sender} or messenger:{id}'],
  parse(participant) {
    const [, channel = '', address = ''] = /^(whatsapp|rcs|messenger):(.+)$/i.exec(participant) ?? []
    const digits = phoneNumberDigits(address)
    const name = channel.toLowerCase()
    if (digits !== null && name !== 'messenger') return `${name}:+${digits}`
    return name !== 'whatsapp' && /^[\w.-]{1,128}$/.test(address) ? `${name}:${address}` : null
  },
  fromDigits: (digits) => `+${digits}`,
}

/** The filter of a list: what was sent to an address, or what was sent from it. */
export type Side = 'To' | 'From'

/**
 * Returns a function that reports whether a message is to or from the participant. Twilio ignores a filter that it does not
 * understand, and then sends everyone's messages.
 */
export function createMessageCheck(participant: string): (message: TwilioMessage) => boolean {
  const digits = phoneNumberDigits(withoutChannel(participant))
  const name = participant.toLowerCase()
  const isParticipant = (address: string): boolean =>
    digits === null ? address.toLowerCase() === name : isSameNumber(address, digits)
  return ({ to, from }) => isParticipant(to ?? '') || isParticipant(from ?? '')
}

/** An address without the channel in front. The id of a Messenger user keeps it: it may look like a phone number. */
export function withoutChannel(address: string): string {
  // Most addresses are numbers. To search one for a pattern takes longer.
  return address.includes(':') ? address.replace(/^(?!messenger:)[a-z_]+:/i, '') : address
}
