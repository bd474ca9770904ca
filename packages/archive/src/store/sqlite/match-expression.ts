import type { SearchTerm } from '../../search/search-terms.ts'

/**
 * Writes terms in the syntax of FTS5. All tokens stand in quotes, and none of them has any character of ASCII but letters
 * and digits, so nothing of a user's text is ever syntax.
 */
export function matchExpression(terms: readonly SearchTerm[]): string {
  return terms.map(({ tokens, isPrefix }) => `"${tokens.join(' ')}"${isPrefix ? ' *' : ''}`).join(' AND ')
}
