import { displayAddress } from '@sms/core/provider'

/**
 * A participant as the archive writes it: a phone number in E.164, an e-mail address in lower case, else unchanged.
 *
 * @example
 * ```ts
 * import { archivedParticipant } from '@sms/archive/store'
 *
 * console.log(archivedParticipant('0046 70 174 06 05')) // '+46701740605'
 * ```
 */
export function archivedParticipant(participant: string): string {
  const address = displayAddress(participant) ?? participant
  return address.includes('@') ? address.toLowerCase() : address
}
