import type { Format } from './format.ts'

/**
 * One JSON object a line (jsonlines.org), in the contract's words.
 *
 * @param isRaw Whether the provider's own object is to be there as well.
 */
export function jsonLines(isRaw: boolean): Format<{ readonly raw?: unknown }> {
  return {
    head: '',
    page: (items, participant) => items.map((item) => line(item, participant, isRaw)).join(''),
    tail: () => '',
  }
}

function line(item: { readonly raw?: unknown }, participant: string | null, isRaw: boolean): string {
  const { raw, ...fields } = item
  const who = participant === null ? {} : { participant }
  return `${inOneLine(JSON.stringify({ ...who, ...fields, ...(isRaw ? { raw } : {}) }))}\n`
}

// What JSON may hold as it is, though a terminal could obey it, and some readers end a line at it.
function inOneLine(json: string): string {
  return withoutLoneSurrogates(json).replaceAll(
    /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

// `JSON.stringify` writes half of a surrogate pair as an escape, which strict readers refuse (RFC 7493, 2.1). A
// backslash of the text itself is written as two.
function withoutLoneSurrogates(json: string): string {
  return json.replaceAll(/\\(?:\\|ud[89a-f][0-9a-f]{2})/g, (escape) => (escape === '\\\\' ? escape : '�'))
}
