/** A whole number from `low` to `high`, both included. */
export function random(low: number, high: number): number {
  return low + Math.floor(Math.random() * (high - low + 1))
}
