import { styleText } from 'node:util'

/** What text for people is laid out for: a terminal, or a file that is read like one. */
export interface Screen {
  /** Columns. */
  readonly width: number
  /** Colours a text, where there are colours. */
  readonly paint: (style: Parameters<typeof styleText>[0], text: string) => string
}

// A few columns hold no chat.
const NARROWEST = 20

/** The terminal of standard output. Node.js leaves colours out where it is none, and where NO_COLOR says so. */
export function terminalScreen(): Screen {
  // Undefined where stdout is no terminal, 0 where the terminal does not know.
  return {
    width: Math.max(NARROWEST, process.stdout.columns || 80),
    paint: (style, text) => styleText(style, text),
  }
}

/** A page of plain text. */
export const paper: Screen = { width: 80, paint: (_, text) => text }
