import { parseStored } from './parse-stored.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * The field of what a provider sent that is the message's text; null if none is. Most send it unchanged: then it is stored
 * once, with the message.
 */
export function textFieldOf(raw: unknown, text: string): string | null {
  if (!isPlain(raw)) return null
  for (const field in raw) if (raw[field] === text && Object.hasOwn(raw, field)) return field
  return null
}

/** Writes what a provider sent as JSON, without a text that is stored elsewhere. Its field keeps its place. */
export function writeRaw(raw: unknown, textField: string | null): string {
  const written = textField !== null && isPlain(raw) ? { ...raw, [textField]: 0 } : raw
  return JSON.stringify(written) ?? 'null'
}

/** Reads what a provider sent, and puts the text back. */
export function parseRaw(raw: string, textField: string | null, text: string): unknown {
  const parsed = parseStored(raw)
  if (textField !== null && isPlain(parsed)) Reflect.set(parsed, textField, text)
  return parsed
}

/** Whether a value is written as JSON by its fields alone. */
function isPlain(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
