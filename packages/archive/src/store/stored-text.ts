// Marks what a database cannot store: SQLite writes half of a surrogate pair as U+FFFD, and PostgreSQL refuses it and U+0000.
// No text of a provider is known to contain this noncharacter.
const ESCAPE = '\uFFFE'
const ESCAPED = /[\0\uFFFE\p{Cs}]/gu
const ESCAPES = /\uFFFE([\da-f]{4})/g

/** A text as both databases can store it. Different texts stay different. */
export function encodeText(text: string): string {
  if (text.isWellFormed() && !text.includes('\0') && !text.includes(ESCAPE)) return text
  return text.replaceAll(
    ESCAPED,
    (character) => ESCAPE + character.charCodeAt(0).toString(16).padStart(4, '0'),
  )
}

/** The text that was encoded. */
export function decodeText(stored: string): string {
  if (!stored.includes(ESCAPE)) return stored
  return stored.replaceAll(ESCAPES, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
}
