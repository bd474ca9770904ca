import type { Contact } from '../../contact.ts'

type Test = (contact: Contact) => boolean

/** In the order in which they are looked at; the first that can be recognised decides. */
const parameters = ['contact', 'phone_number', 'email', 'facebook_id', 'conversation_id']

/** Tells the contact who is asked for from the others; null when no parameter can be recognised. */
export function recogniseParticipant(query: URLSearchParams): Test | null {
  for (const parameter of parameters) {
    const test = recognise((query.get(parameter) ?? '').trim())
    if (test) return test
  }
  return null
}

function recognise(value: string): Test | null {
  if (value.startsWith('fid_')) return ({ facebookId }) => value === `fid_${facebookId}`
  if (value.startsWith('cid_')) return ({ conversationId }) => value.toLowerCase() === `cid_${conversationId}`
  if (/^[^\s@]+@[^\s@]+$/.test(value)) return ({ email }) => email === value.toLowerCase()
  // "Format it (delete prohibited characters for example)". A plus sign that was not encoded arrives as a space.
  const digits = value.replaceAll(/[\s+().-]/g, '')
  if (/^\d{8,15}$/.test(digits)) return ({ phoneNumber }) => phoneNumber === `+${digits}`
  return null
}
