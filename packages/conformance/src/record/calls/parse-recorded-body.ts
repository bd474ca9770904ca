/** A body in the form that a fixture has for it: the value of its JSON, or its text if it is not JSON. */
export function parseRecordedBody(text: string): unknown {
  try {
    return JSON.parse(text, keepDigits)
  } catch {
    return text
  }
}

// Turns a whole number that JavaScript cannot hold into a text of its digits, so that an id loses nothing. The third
// argument is the proposal "JSON.parse source text access", which is not in the type library yet.
function keepDigits(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value
  return /^-?\d+$/.test(source) ? source : value
}
