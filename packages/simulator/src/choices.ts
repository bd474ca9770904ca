/** A list that is never empty, so that choosing from it always gives something. */
export type Choices<T> = readonly [T, ...T[]]

/** Counts round the list: any whole number from 0 chooses one of its entries. */
export function choose<T>(choices: Choices<T>, number: number): T {
  return choices[number % choices.length] ?? choices[0]
}
