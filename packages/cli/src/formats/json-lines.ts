import type { Format } from './format.ts'

/**
 * One JSON object per line (jsonlines.org), with the fields of the contract.
 *
 * @param isRaw Whether to include the provider's own object.
 */
export function jsonLines<T extends object>(isRaw: boolean): Format<T> {
  return {
    head: '',
    page: (items, participant) => items.map((item) => line(item, participant, isRaw)).join(''),
    tail: () => '',
  }
}

function line(item: object, participant: string | null, isRaw: boolean): string {
  const { raw, ...fields }: { readonly raw?: unknown } = item
  const who = participant === null ? {} : { participant }
  // An archived message names the participant that it was first found with, which may be another one.
  return jsonLine({ ...who, ...fields, ...who, ...(isRaw ? { raw } : {}) })
}

/** One JSON object as a line. */
export function jsonLine(value: object): string {
  return `${inOneLine(JSON.stringify(value))}\n`
}

// JSON may contain these unescaped. But a terminal may obey them, and some readers end a line at them.
function inOneLine(json: string): string {
  return withoutLoneSurrogates(json).replaceAll(
    /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

// `JSON.stringify` escapes half a surrogate pair, which strict readers reject (RFC 7493, 2.1). It writes a backslash of
// the text as two.
function withoutLoneSurrogates(json: string): string {
  return json.replaceAll(/\\(?:\\|ud[89a-f][0-9a-f]{2})/g, (escape) => (escape === '\\\\' ? escape : '�'))
}
