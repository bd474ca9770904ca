import wrapAnsi from 'wrap-ansi'

/** Breaks a text into lines of a width. A longer word is broken as well. */
export function wrap(text: string, width: number): readonly string[] {
  return wrapAnsi(text, width, { hard: true }).split('\n')
}
