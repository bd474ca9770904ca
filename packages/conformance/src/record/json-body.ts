/** A body as a fixture holds it: as JSON, or as a text where it is none. */
export function parseBody(text: string): unknown {
  try {
    return JSON.parse(text, exact)
  } catch {
    return text
  }
}

/** A body as it goes out. */
export function bodyText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}

// A whole number too large for JavaScript comes as a text of its digits, so that an id loses nothing. The third argument
// is the proposal "JSON.parse source text access", which the type library does not know yet.
function exact(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value
  return /^-?\d+$/.test(source) ? source : value
}
