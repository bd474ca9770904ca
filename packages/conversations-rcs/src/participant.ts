import { invalidArgument, phoneNumberDigits } from '@sms/core/provider'
import { PROVIDER } from './options.ts'
import type { ContactIdentifiers, OctopushMessage } from './wire.ts'

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

export function readParticipant(participant: unknown): Participant {
  if (typeof participant === 'string') {
    const form = participant.length > 256 ? undefined : FORMS.find(([, pattern]) => pattern.test(participant))
    if (form !== undefined) return { parameter: form[0], value: participant }
    const digits = phoneNumberDigits(participant)
    if (digits !== null) return { parameter: 'phone_number', value: `+${digits}` }
  }
  const expected =
    'a phone number in E.164, such as +46701740605, an e-mail address, fid_{facebook_id} or cid_{uuid}'
  throw invalidArgument(PROVIDER, 'participant', expected)
}

/**
 * Whether messages are the participant's. The API may answer with everybody's, and does not always tell by what it
 * was asked: it finds a contact by e-mail or conversation and then tells the phone number. Then all messages of a
 * walk must have one and the same contact at least.
 */
export function createMessageCheck({ parameter, value }: Participant): (message: OctopushMessage) => boolean {
  const contact = new Map<keyof ContactIdentifiers, string>()
  if (parameter !== 'conversation_id') contact.set(parameter, comparable(parameter, value))
  return ({ contact_identifiers: identifiers }) => {
    const isToldDirectly = parameter !== 'conversation_id' && isTold(identifiers?.[parameter])
    const kinds = isToldDirectly ? [parameter] : KINDS
    return kinds.every((kind) => {
      const identifier = identifiers?.[kind]
      if (!isTold(identifier)) return true
      const found = comparable(kind, String(identifier))
      if (!contact.has(kind)) contact.set(kind, found)
      return contact.get(kind) === found
    })
  }
}

const KINDS: readonly (keyof ContactIdentifiers)[] = ['phone_number', 'email', 'facebook_id']

function isTold(identifier: string | number | null | undefined): boolean {
  return identifier !== null && identifier !== undefined && identifier !== ''
}

/** An identifier without what may differ between two spellings of it. */
function comparable(kind: keyof ContactIdentifiers, identifier: string): string {
  if (kind === 'phone_number') return identifier.replace(/^(\+|00)/, '')
  return kind === 'email' ? identifier.toLowerCase() : identifier.replace(/^fid_/, '')
}
