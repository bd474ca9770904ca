/** The middle of some values, or the mean of the two that are nearest to it. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1)
  return middle.reduce((sum, value) => sum + value, 0) / middle.length
}

/** Each value divided by the base's of the same round. */
export function ratios(values: readonly number[], base: readonly number[]): readonly number[] {
  return values.map((value, round) => value / (base[round] ?? Number.NaN))
}

/** How far each value is above the base's of the same round. */
export function excesses(values: readonly number[], base: readonly number[]): readonly number[] {
  return values.map((value, round) => value - (base[round] ?? Number.NaN))
}
