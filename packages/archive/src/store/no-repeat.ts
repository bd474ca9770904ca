/** What stands for the number of a message that has an id. */
export const NO_REPEAT = -1

/** The number of a message without an id; null for one with an id. */
export function repeatOf(stored: number): number | null {
  return stored === NO_REPEAT ? null : stored
}
