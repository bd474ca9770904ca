import { isSameNumber, phoneNumberDigits } from '@sms/core/provider'
import { archivedParticipant } from '../participant.ts'

/**
 * The addresses of a message that are not those of its conversation's own participant, in whatever spelling. A national
 * number may be that of two people in two countries: in the conversation of one of them, it is this one's.
 */
export function otherAddresses(
  participant: string,
  addresses: readonly (string | null)[],
): readonly string[] {
  const digits = phoneNumberDigits(participant)
  const isOwn = (address: string): boolean =>
    digits === null ? archivedParticipant(address) === participant : isSameNumber(address, digits)
  return addresses.filter((address) => address !== null).filter((address) => !isOwn(address))
}
