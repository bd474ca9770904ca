import { choose } from './choices.ts'
import type { Language } from './dialogue.ts'
import { languages } from './languages.ts'
import { hash } from './hash.ts'

/** Someone we have a conversation with, under every name a provider may know them by. */
export interface Contact {
  readonly index: number
  /** Everything generated about this contact derives from it. */
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
const reservedNumbers = 95

/** Some reserved numbers stay nobody's, to ask about. */
export const mostContacts = 85

export function contactAt(index: number, seed: number): Contact {
  // 36 and 95 share no factor, so no number comes twice.
  const place = (hash(seed) + index * 36) % reservedNumbers
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

/** Version 8 of RFC 9562: the one whose bits are for the application to choose. */
function uuid(seed: number): string {
  const [first, second, third, fourth] = [1, 2, 3, 4].map((word) =>
    hash(seed, word).toString(16).padStart(8, '0'),
  )
  return `${first}-${second?.slice(0, 4)}-8${second?.slice(5)}-a${third?.slice(1, 4)}-${third?.slice(4)}${fourth}`
}
