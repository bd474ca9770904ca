// A key that could be `__proto__`, spelled out or escaped, or a number of 16 digits or more.
const NEEDS_CARE = /__proto__|\\u00(?:5f|6f|7[024])|[:,[]\s*-?\d{16}/i

/**
 * Parses JSON from an untrusted source. Keys named `__proto__` are left out, so that the result is safe to spread
 * and to `Object.assign`, and integers too large for a number come as strings of their digits, so that an id
 * loses nothing.
 *
 * @throws {SyntaxError} when the text is not JSON.
 */
export function parseJson(text: string): unknown {
  return NEEDS_CARE.test(text) ? JSON.parse(text, careful) : JSON.parse(text)
}

// The third argument is the proposal "JSON.parse source text access", which the type library does not know yet.
function careful(this: unknown, key: string, value: unknown, context?: { source?: string }): unknown {
  if (key === '__proto__') return undefined
  const source = context?.source
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value
  return /^-?\d+$/.test(source) ? source : value
}
