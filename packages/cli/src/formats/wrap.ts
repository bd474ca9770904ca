import wrapAnsi from 'wrap-ansi'

/** Breaks text into lines of a width, words too where one is longer than that. */
export function wrap(text: string, width: number): readonly string[] {
  return wrapAnsi(text, width, { hard: true }).split('\n')
}
