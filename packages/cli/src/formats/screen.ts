import { styleText } from 'node:util'

/** The terminal or text file that a text for people is laid out for. */
export interface Screen {
  /** Columns. */
  readonly width: number
  /** Colours a text if the screen shows colours. */
  readonly paint: (style: Parameters<typeof styleText>[0], text: string) => string
}

// A chat needs a few columns.
const MIN_WIDTH = 20

/** A text file. */
export const paper: Screen = { width: 80, paint: (_, text) => text }

/** The terminal of standard output. Node.js omits colours if it is no terminal, or if NO_COLOR is set. */
export function terminalScreen(): Screen {
  // Undefined if stdout is no terminal, 0 if the terminal does not know.
  return {
    width: Math.max(MIN_WIDTH, process.stdout.columns || 80),
    paint: (style, text) => styleText(style, text),
  }
}

/** Paper for a file, and the terminal for standard output. */
export function chooseScreen(options: {
  readonly output?: string | undefined
  readonly outputDir?: string | undefined
}): Screen {
  return options.output === undefined && options.outputDir === undefined ? terminalScreen() : paper
}
