import { nationalNumberDigits, phoneNumberDigits } from '@sms/core/provider'
import { archivedParticipant } from '../participant.ts'

// As in "Whose message" of the contract: a national spelling lacks a country code of 1 to 3 digits, and has 7 at least.
const COUNTRY_CODE_LENGTHS = [1, 2, 3]
const FEWEST_NATIONAL_DIGITS = 7

/**
 * What the addresses of a person come down to, whatever their spelling: the first form is the address itself, the others
 * are the national spellings that it may have. Of a number with its last digits replaced by `XXXX` there is no form: ten
 * thousand people share it, so it is only the person's in the person's own conversation.
 */
export function formsOfPerson(person: string): readonly [string, ...string[]] {
  const digits = phoneNumberDigits(person)
  if (digits === null) return [archivedParticipant(withoutChannel(person))]
  const national = COUNTRY_CODE_LENGTHS.map((length) => digits.slice(length)).filter(
    (part) => part.length >= FEWEST_NATIONAL_DIGITS && !part.startsWith('0'),
  )
  return [`+${digits}`, ...national.map((part) => `0${part}`)]
}

/** What an address may mean. It is a person's if one of these is a form of the person. */
export function formsOfAddress(address: string): readonly string[] {
  const plain = withoutChannel(address)
  const digits = phoneNumberDigits(plain)
  const national = nationalNumberDigits(plain)
  const forms = [...(digits === null ? [] : [`+${digits}`]), ...(national === null ? [] : [`0${national}`])]
  return forms.length > 0 ? forms : [archivedParticipant(plain)]
}

function withoutChannel(address: string): string {
  return address.replace(/^[a-z_]+:/i, '')
}
