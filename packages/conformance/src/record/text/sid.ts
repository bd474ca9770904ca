/**
 * The SIDs within a text: two letters for the kind of a thing, and 32 hexadecimal digits (Twilio, "What is a String
 * Identifier"). Paths and tokens contain them.
 */
export const SIDS_WITHIN: RegExp = /([A-Z]{2}[0-9a-f]{32})(?![0-9a-f])/g

/** The letters that a SID begins with, which say what it is of; empty for any other id. */
export function sidPrefix(id: string): string {
  return /^[A-Z]{2}(?=[0-9a-f]{32}$)/.exec(id)?.[0] ?? ''
}
