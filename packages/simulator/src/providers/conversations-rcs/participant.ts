import type { Contact } from '../../generated/contact.ts'

type ContactFilter = (contact: Contact) => boolean

/** In the order in which the API looks at them. The first that it recognises decides. */
const parameters = ['contact', 'phone_number', 'email', 'facebook_id', 'conversation_id']

/** Returns a filter for the requested contact, or null if no parameter can be recognised. */
export function participantFilter(query: URLSearchParams): ContactFilter | null {
  for (const parameter of parameters) {
    const filter = filterFor((query.get(parameter) ?? '').trim())
    if (filter) return filter
  }
  return null
}

function filterFor(value: string): ContactFilter | null {
  if (value.startsWith('fid_')) return ({ facebookId }) => value === `fid_${facebookId}`
  if (value.startsWith('cid_')) return ({ conversationId }) => value.toLowerCase() === `cid_${conversationId}`
  if (/^[^\s@]+@[^\s@]+$/.test(value)) return ({ email }) => email === value.toLowerCase()
  // "Format it (delete prohibited characters for example)". A plus sign that was not encoded arrives as a space.
  const digits = value.replaceAll(/[\s+().-]/g, '')
  if (/^\d{8,15}$/.test(digits)) return ({ phoneNumber }) => phoneNumber === `+${digits}`
  return null
}
