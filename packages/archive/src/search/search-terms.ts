import { joinNumbers } from './grouped-numbers.ts'
import { splitWords } from './split-words.ts'
import { lastOf, MOST_TEXT, MOST_TOKENS, pairsOf, tokenOf } from './tokenize.ts'

/** Tokens that a message has one after the other. */
export interface SearchTerm {
  readonly tokens: readonly string[]
  /** Whether the last token may be the beginning of a longer one. */
  readonly isPrefix: boolean
}

// Also those that keyboards write in place of the straight one.
const QUOTE = /["“”„‟«»＂]/v

/**
 * What a text searches for: all its words, in any order, and what is between quotes as a phrase. What it ends with may be
 * the beginning of a word, except after a closing quote.
 */
export function searchTerms(text: string): readonly SearchTerm[] {
  const parts = text.slice(0, MOST_TEXT).split(QUOTE)
  const terms = parts.flatMap((part, at) => {
    const isLast = at === parts.length - 1
    return at % 2 === 0 ? wordTerms(joinNumbers(part), isLast) : phraseTerms(part, isLast)
  })
  // Of a message, no more are indexed, so that no more can be compared.
  return terms
    .slice(0, MOST_TOKENS)
    .map(({ tokens, isPrefix }) =>
      tokens.length <= MOST_TOKENS
        ? { tokens, isPrefix }
        : { tokens: tokens.slice(0, MOST_TOKENS), isPrefix: false },
    )
}

function wordTerms(text: string, isLast: boolean): readonly SearchTerm[] {
  const words = splitWords(text)
  return words.map((word, at) => {
    if (!word.isUnspaced) return { tokens: [tokenOf(word)], isPrefix: isLast && at === words.length - 1 }
    const pairs = pairsOf(word)
    return pairs.length > 0 ? { tokens: pairs, isPrefix: false } : { tokens: [lastOf(word)], isPrefix: true }
  })
}

/** The words of a phrase as one term: the first may be the end of a run without spaces, the last its beginning. */
function phraseTerms(text: string, isLast: boolean): readonly SearchTerm[] {
  const words = splitWords(text)
  const tokens = words.flatMap((word, at) => {
    if (!word.isUnspaced) return [tokenOf(word)]
    const pairs = pairsOf(word)
    return at === words.length - 1 && pairs.length > 0 ? pairs : [...pairs, lastOf(word)]
  })
  const last = words.at(-1)
  if (last === undefined) return []
  const isPrefix = last.isUnspaced ? pairsOf(last).length === 0 : isLast
  return [{ tokens, isPrefix }]
}
