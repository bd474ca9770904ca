/** A list that is never empty, so that a choice always finds an entry. */
export type Choices<T> = readonly [T, ...T[]]

/** Returns the entry at an index. The index, 0 or more, starts again at the end of the list. */
export function choose<T>(choices: Choices<T>, number: number): T {
  return choices[number % choices.length] ?? choices[0]
}
