import { isSameNumber, type Participants, phoneNumberDigits } from '@sms/core/provider'
import type { ContactIdentifiers, OctopushMessage } from './schema.ts'

/** Which conversation is meant, and by which of the API's parameters it is asked for. */
export interface Participant {
  readonly parameter: 'phone_number' | 'email' | 'facebook_id' | 'conversation_id'
  readonly value: string
}

// The API ignores what it does not recognise and answers with everybody's messages: forms are checked here.
const FORMS: readonly (readonly [Participant['parameter'], RegExp])[] = [
  ['email', /^[\x21-\x3f\x41-\x7e]{1,64}@[0-9A-Za-z.-]{1,190}$/],
  ['facebook_id', /^fid_[\w.-]{1,64}$/],
  ['conversation_id', /^cid_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
]

export const PARTICIPANTS: Participants<Participant> = {
  forms: ['an e-mail address, fid_{facebook_id} or cid_{uuid}'],
  parse(participant) {
    if (participant.length > 256) return null
    const form = FORMS.find(([, pattern]) => pattern.test(participant))
    return form === undefined ? null : { parameter: form[0], value: participant }
  },
  fromDigits: (digits) => ({ parameter: 'phone_number', value: `+${digits}` }),
}

/**
 * Whether messages are the participant's. The API may answer with everybody's, and does not always tell by what it
 * was asked: it finds a contact by e-mail or conversation and then tells the phone number. Then all messages of a
 * walk must have one and the same contact at least.
 */
export function createMessageCheck({ parameter, value }: Participant): (message: OctopushMessage) => boolean {
  const contact = new Map<keyof ContactIdentifiers, (identifier: string) => boolean>()
  if (parameter !== 'conversation_id') contact.set(parameter, sameAs(parameter, value))
  return ({ contact_identifiers: identifiers }) => {
    const isToldDirectly = parameter !== 'conversation_id' && isTold(identifiers?.[parameter])
    const kinds = isToldDirectly ? [parameter] : KINDS
    return kinds.every((kind) => {
      const identifier = identifiers?.[kind]
      if (!isTold(identifier)) return true
      const found = String(identifier)
      const isSame = contact.get(kind)
      if (isSame !== undefined) return isSame(found)
      contact.set(kind, sameAs(kind, found))
      return true
    })
  }
}

const KINDS: readonly (keyof ContactIdentifiers)[] = ['phone_number', 'email', 'facebook_id']

function isTold(identifier: string | number | null | undefined): identifier is string | number {
  return identifier !== null && identifier !== undefined && identifier !== ''
}

/** Makes the check whether another spelling is the same identifier. */
function sameAs(kind: keyof ContactIdentifiers, identifier: string): (other: string) => boolean {
  if (kind === 'phone_number') return samePhoneNumberAs(identifier)
  if (kind === 'email') return (other) => other.toLowerCase() === identifier.toLowerCase()
  const id = withoutPrefix(identifier)
  return (other) => withoutPrefix(other) === id
}

function samePhoneNumberAs(number: string): (other: string) => boolean {
  const digits = phoneNumberDigits(number)
  if (digits !== null) return (other) => isSameNumber(other, digits)
  // The first spelling is national: only an international one can be compared with it.
  return (other) => other === number || isSameNumber(number, phoneNumberDigits(other) ?? other)
}

function withoutPrefix(facebookId: string): string {
  return facebookId.replace(/^fid_/, '')
}
