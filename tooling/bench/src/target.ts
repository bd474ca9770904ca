/** What is wanted of an entrant. */
export interface BenchTarget {
  /** What it is about: the ratio to the baseline, what is above the baseline, or the value itself. */
  readonly of: 'ratio' | 'excess' | 'value'
  readonly atMost?: number
  /** The entrants of the same case and subject that it must come below. */
  readonly below?: readonly string[]
}

/** The target in words. */
export function describeTarget({ of, atMost, below = [] }: BenchTarget): string {
  const sign = of === 'excess' ? '≤ baseline + ' : '≤ '
  return [
    ...(atMost === undefined ? [] : [`${sign}${atMost}`]),
    ...below.map((entrant) => `< ${entrant}`),
  ].join(', ')
}
