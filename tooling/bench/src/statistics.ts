/** The middle of some values, or of the two that are nearest to it. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1)
  return middle.reduce((sum, value) => sum + value, 0) / middle.length
}

/** Each value divided by the one that was measured in the same round. */
export function ratios(values: readonly number[], baseline: readonly number[]): readonly number[] {
  return values.map((value, round) => value / (baseline[round] ?? Number.NaN))
}
