import { inIsoForm, isoInstantOf } from './iso-time.ts'
import { inMailForm, mailInstantOf } from './mail-time.ts'

/** The time in a text, in milliseconds since 1970, or null if the text has no form of a time. */
export function instantOf(text: string): number | null {
  return isoInstantOf(text) ?? mailInstantOf(text)
}

/** A time in the form of another text. */
export function inFormOf(text: string, instant: number): string {
  return isoInstantOf(text) === null ? inMailForm(text, instant) : inIsoForm(text, instant)
}
