import type { Choices } from './choices.ts'

/** What is filled into the lines, so that an exchange that comes again is about another order and another day. */
export interface Details {
  readonly order: string
  readonly code: string
  readonly amount: string
  /** '14:30', and `later` the same day. */
  readonly time: string
  readonly later: string
  /** The day after the exchange, in the language of the conversation. */
  readonly weekday: string
  /** Who writes for us. */
  readonly agent: string
}

/** A text, or a text that comes with a file. */
export type Line = string | { readonly text: string; readonly file: string }

/** One exchange from greeting to goodbye. Who says which line is fixed for all of them: see rhythm.ts. */
export type Dialogue = (
  details: Details,
) => readonly [us: Line, them: Line, us: Line, them: Line, them: Line, us: Line]

/** Everything a conversation in one language is made of. */
export interface Language {
  /** Sunday first, as `Date.getUTCDay` counts. */
  readonly weekdays: Choices<string>
  readonly agents: Choices<string>
  readonly customers: Choices<string>
  readonly dialogues: Choices<Dialogue>
}
