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
 * Whether a message of a list is to or from the participant. One without an address on that side may be: a sender is
 * chosen late. A filter that Twilio does not understand is ignored, and then everybody's messages come.
 */
export function isWithParticipant({ to, from }: TwilioMessage, side: Side, participant: string): boolean {
  const filtered = side === 'To' ? to : from
  if (filtered === null || filtered === undefined) return true
  return [to, from].some((address) => typeof address === 'string' && isSameAddress(address, participant))
}

function isSameAddress(address: string, participant: string): boolean {
  const digits = phoneNumberDigits(withoutChannel(participant))
  return digits === null ? address.toLowerCase() === participant.toLowerCase() : isSameNumber(address, digits)
}

/** An address without the channel in front. */
export function withoutChannel(address: string): string {
  return address.replace(/^[a-z_]+:/i, '')
}
