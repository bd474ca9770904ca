import type { SearchTerm } from '@sms/archive/store'

/** What finds the messages that have some terms. */
export interface MatchExpression {
  /** A `tsquery` that finds all of these messages by the index, and others that have the words of a phrase apart. */
  readonly words: string
  /** Patterns of `LIKE` for the phrases. */
  readonly phrases: readonly string[]
}

/**
 * Writes terms for PostgreSQL. No token has any character of ASCII but letters and digits, so nothing of a user's text is ever
 * syntax.
 */
export function matchExpression(terms: readonly SearchTerm[]): MatchExpression {
  const words = terms.flatMap(({ tokens, isPrefix }) =>
    tokens.map((token, at) => `'${token}'${isPrefix && at === tokens.length - 1 ? ':*' : ''}`),
  )
  const phrases = terms
    .filter(({ tokens }) => tokens.length > 1)
    .map(({ tokens, isPrefix }) => `% ${tokens.join(' ')}${isPrefix ? '' : ' '}%`)
  return { words: conjunction([...new Set(words)]), phrases }
}

/** Joins operands by halves: PostgreSQL follows a chain of thousands of them by recursion, and its stack ends. */
function conjunction(operands: readonly string[]): string {
  if (operands.length <= 2) return operands.join(' & ')
  const middle = operands.length >> 1
  return `(${conjunction(operands.slice(0, middle))}) & (${conjunction(operands.slice(middle))})`
}
