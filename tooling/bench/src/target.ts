/** What is wanted of an entrant. */
export interface BenchTarget {
  /** What it is about: the ratio to the baseline, or the value itself. */
  readonly of: 'ratio' | 'value'
  readonly atMost?: number
  /** The entrants of the same case and subject that it must come below. */
  readonly below?: readonly string[]
}

/** The target in words. */
export function describeTarget({ atMost, below = [] }: BenchTarget): string {
  return [...(atMost === undefined ? [] : [`≤ ${atMost}`]), ...below.map((entrant) => `< ${entrant}`)].join(
    ', ',
  )
}
