/** What is wanted of an entrant. */
export interface BenchTarget {
  /**
   * What `atMost` limits: the ratio of the time to the base's, the same of the processor time as well, the time above the
   * base's, or the value itself.
   */
  readonly of: 'ratio' | 'both ratios' | 'excess' | 'value'
  readonly atMost: number
  /** The entrants of the same case and subject whose median value it must not exceed. */
  readonly notAbove?: readonly string[]
  /** What is wanted beyond the target. */
  readonly stretch?: BenchTarget
}

/** The target in words. */
export function describeTarget({ of, atMost, notAbove = [], stretch }: BenchTarget): string {
  const own = [
    `≤ ${of === 'excess' ? 'base + ' : ''}${atMost}`,
    ...notAbove.map((entrant) => `≤ ${entrant}`),
  ].join(', ')
  return stretch === undefined ? own : `${own}; stretch ${describeTarget(stretch)}`
}
