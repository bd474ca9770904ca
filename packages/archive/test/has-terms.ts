import { type SearchTerm, tokenize } from '@sms/archive/store'

/** Whether a text has all terms, by a look at each of its tokens. */
export function hasTerms(text: string, terms: readonly SearchTerm[]): boolean {
  const tokens = tokenize(text)
  return terms.every((term) => tokens.some((_, at) => hasTermAt(tokens, at, term)))
}

function hasTermAt(tokens: readonly string[], at: number, { tokens: wanted, isPrefix }: SearchTerm): boolean {
  return wanted.every((token, index) => {
    const found = tokens[at + index]
    return isPrefix && index === wanted.length - 1 ? found?.startsWith(token) : found === token
  })
}
