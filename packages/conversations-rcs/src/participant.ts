import { isSameNumber, type Participants, phoneNumberDigits } from '@sms/core/provider'
import type { ContactIdentifiers, OctopushMessage } from './schema.ts'

/** The parameter of the API that selects a conversation, and its value. */
export interface Participant {
  readonly parameter: 'phone_number' | 'email' | 'facebook_id' | 'conversation_id'
  readonly value: string
}

// The API ignores a value that it does not recognise and returns the messages of all contacts, so each form is checked.
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
 * Creates a check that messages are the participant's, because the API may return the messages of all contacts. A
 * message does not always include the requested identifier: a contact requested by e-mail or conversation may be returned
 * with a phone number only. Then all messages of a walk must have the same contact.
 */
export function createMessageCheck({ parameter, value }: Participant): (message: OctopushMessage) => boolean {
  const contact = new Map<keyof ContactIdentifiers, (identifier: string) => boolean>()
  if (parameter !== 'conversation_id') contact.set(parameter, sameAs(parameter, value))
  const isContact = (
    identifiers: OctopushMessage['contact_identifiers'],
    kind: keyof ContactIdentifiers,
  ): boolean => {
    const identifier = identifiers?.[kind]
    if (!isStated(identifier)) return true
    const found = String(identifier)
    const isSame = contact.get(kind)
    if (isSame !== undefined) return isSame(found)
    contact.set(kind, sameAs(kind, found))
    return true
  }
  return ({ contact_identifiers: identifiers }) =>
    parameter !== 'conversation_id' && isStated(identifiers?.[parameter])
      ? isContact(identifiers, parameter)
      : KINDS.every((kind) => isContact(identifiers, kind))
}

const KINDS: readonly (keyof ContactIdentifiers)[] = ['phone_number', 'email', 'facebook_id']

function isStated(identifier: string | number | null | undefined): identifier is string | number {
  return identifier !== null && identifier !== undefined && identifier !== ''
}

/** Creates a check that another spelling is the same identifier. */
function sameAs(kind: keyof ContactIdentifiers, identifier: string): (other: string) => boolean {
  if (kind === 'phone_number') return samePhoneNumberAs(identifier)
  if (kind === 'email') return (other) => other.toLowerCase() === identifier.toLowerCase()
  const id = withoutPrefix(identifier)
  return (other) => withoutPrefix(other) === id
}

function samePhoneNumberAs(number: string): (other: string) => boolean {
  const digits = phoneNumberDigits(number)
  if (digits !== null) return (other) => isSameNumber(other, digits)
  // This spelling is national. Only an international spelling can be compared with it.
  return (other) => other === number || isSameNumber(number, phoneNumberDigits(other) ?? other)
}

function withoutPrefix(facebookId: string): string {
  return facebookId.replace(/^fid_/, '')
}
