import type { Entry } from './entry.ts'

type EntryFilter = (entry: Entry) => boolean

/** In the order in which the API looks at them. The first that it recognises decides. */
const parameters = ['contact', 'phone_number', 'email', 'facebook_id', 'conversation_id']

/** Returns a filter for the entries of the requested contact, or null if no parameter can be recognised. */
export function participantFilter(query: URLSearchParams): EntryFilter | null {
  for (const parameter of parameters) {
    const filter = filterFor((query.get(parameter) ?? '').trim())
    if (filter) return filter
  }
  return null
}

function filterFor(value: string): EntryFilter | null {
  if (value.startsWith('fid_')) return ({ contact }) => value === `fid_${contact.facebookId}`
  if (value.startsWith('cid_')) return ({ conversationId }) => value.toLowerCase() === `cid_${conversationId}`
  if (/^[^\s@]+@[^\s@]+$/.test(value)) return ({ contact }) => contact.email === value.toLowerCase()
  // "Format it (delete prohibited characters for example)". A plus sign that was not encoded arrives as a space.
  const digits = value.replaceAll(/[\s+().-]/g, '')
  if (/^\d{8,15}$/.test(digits)) return ({ contact }) => contact.phoneNumber === `+${digits}`
  return null
}
