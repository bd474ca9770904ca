import { choose } from './choices.ts'
import type { Language } from './dialogue.ts'
import { languages } from './languages.ts'
import { hash } from './hash.ts'

/** A participant, with every identifier that a provider may have for them. */
export interface Contact {
  readonly index: number
  /** Everything that is generated for this contact derives from it. */
  readonly seed: number
  /** E.164 */
  readonly phoneNumber: string
  readonly email: string
  readonly facebookId: string
  readonly conversationId: string
  readonly name: string
  readonly language: Language
}

/** Reserved for fiction by the Swedish regulator (PTS): +46 70 174 06 05 to +46 70 174 06 99. */
const firstNumber = 46_701_740_605
const reservedNumberCount = 95

/** Fewer than there are reserved numbers, so that some numbers are unknown to the account. */
export const maxContacts = 85

export function contactAt(index: number, seed: number): Contact {
  // 36 and 95 have no common factor, so no number comes twice.
  const place = (hash(seed) + index * 36) % reservedNumberCount
  const own = hash(seed, index)
  const language = choose(languages, index)
  const key = own.toString(36)
  return {
    index,
    seed: own,
    phoneNumber: `+${firstNumber + place}`,
    email: `customer-${key}@example.com`,
    facebookId: `fake-${key}`,
    conversationId: uuid(own),
    name: choose(language.customers, hash(own)),
    language,
  }
}

/** Of version 8 (RFC 9562), whose bits an application may choose. */
export function uuid(seed: number): string {
  const [first, second, third, fourth] = [1, 2, 3, 4].map((word) =>
    hash(seed, word).toString(16).padStart(8, '0'),
  )
  return `${first}-${second?.slice(0, 4)}-8${second?.slice(5)}-a${third?.slice(1, 4)}-${third?.slice(4)}${fourth}`
}
