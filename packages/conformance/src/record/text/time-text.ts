import { inIsoForm, isoInstantOf } from './iso-time.ts'
import { inMailForm, mailInstantOf } from './mail-time.ts'

/** The moment that a text names, in milliseconds since 1970; null if it has no form of a time. */
export function instantOf(text: string): number | null {
  return isoInstantOf(text) ?? mailInstantOf(text)
}

/** A moment as a text of the form that another time has. */
export function inFormOf(text: string, instant: number): string {
  return isoInstantOf(text) === null ? inMailForm(text, instant) : inIsoForm(text, instant)
}
