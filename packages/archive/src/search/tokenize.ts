import { groupedNumbers } from './grouped-numbers.ts'
import { splitWords, type Word } from './split-words.ts'

/** How many tokens of a message are indexed. */
export const MOST_TOKENS = 10_000

// PostgreSQL indexes less than 1 MB of the words of a message, and a UTF-16 code unit is at most 3 bytes there.
// https://www.postgresql.org/docs/current/textsearch-limits.html
const MOST_CODE_UNITS = 300_000

/** How much of a text is searched, in UTF-16 code units. One word of ten million exceeds the stack of a regular expression. */
export const MOST_TEXT = 1_000_000

// In characters. A longer word is found by its beginning.
const LONGEST_TOKEN = 64

/**
 * What a text is found by, in the order of the text. A word is one token. A run of a script without spaces is each pair of
 * characters that follow each other, and its last character: so any part of the run is a row of tokens, and any
 * character of it begins one. A number that is written in groups is also one token, after all others.
 */
export function tokenize(text: string): readonly string[] {
  const searched = text.slice(0, MOST_TEXT)
  const tokens: string[] = []
  for (const word of splitWords(searched)) {
    const found = word.isUnspaced ? [...pairsOf(word), lastOf(word)] : [tokenOf(word)]
    // One by one: a call with as many arguments as a long run has pairs exceeds the stack.
    for (const token of found) tokens.push(token)
    if (tokens.length >= MOST_TOKENS) return firstOf(tokens)
  }
  return firstOf([...tokens, ...groupedNumbers(searched)])
}

/** As many tokens as are indexed. */
function firstOf(tokens: readonly string[]): readonly string[] {
  let codeUnits = 0
  const end = tokens.findIndex(
    (token, at) => at === MOST_TOKENS || (codeUnits += token.length) > MOST_CODE_UNITS,
  )
  return end === -1 ? tokens : tokens.slice(0, end)
}

/** The token of a word of a script with spaces. */
export function tokenOf({ letters }: Word): string {
  return letters.length <= LONGEST_TOKEN ? letters : [...letters].slice(0, LONGEST_TOKEN).join('')
}

/** Each two characters of a run that follow each other. */
export function pairsOf({ letters }: Word): readonly string[] {
  const characters = [...letters]
  return characters.slice(1).map((character, at) => `${characters[at]}${character}`)
}

/** The last character of a run. */
export function lastOf({ letters }: Word): string {
  return [...letters].at(-1) ?? ''
}
