import type { Choices } from './choices.ts'

/** What fills the gaps of a dialogue's lines. A dialogue that comes again is about another order and another day. */
export interface Details {
  readonly order: string
  readonly code: string
  readonly amount: string
  /** Such as '14:30'. `later` is on the same day. */
  readonly time: string
  readonly later: string
  /** The day after the dialogue, in the language of the conversation. */
  readonly weekday: string
  /** The first name of the person who writes for the account. */
  readonly agent: string
}

/** A text, or a text with a file. */
export type Line = string | { readonly text: string; readonly file: string }

/** One dialogue, from greeting to goodbye. Every dialogue has its speakers in the same order (message-pattern.ts). */
export type Dialogue = (
  details: Details,
) => readonly [account: Line, customer: Line, account: Line, customer: Line, customer: Line, account: Line]

/** The material for conversations in one language. */
export interface Language {
  /** Sunday first, as `Date.getUTCDay` counts. */
  readonly weekdays: Choices<string>
  readonly agents: Choices<string>
  readonly customers: Choices<string>
  readonly dialogues: Choices<Dialogue>
}
