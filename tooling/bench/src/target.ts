import type { Row } from './row.ts'
import { median } from './statistics.ts'

/** What is wanted of an entrant. */
export interface Target {
  /** What it is about: the ratio to the baseline, or the value itself. */
  readonly of: 'ratio' | 'value'
  readonly atMost?: number
  /** The entrants of the same case and subject that it must come below. */
  readonly below?: readonly string[]
}

/** The target in words. */
export function describeTarget({ atMost, below = [] }: Target): string {
  return [...(atMost === undefined ? [] : [`≤ ${atMost}`]), ...below.map((entrant) => `< ${entrant}`)].join(
    ', ',
  )
}

/** Whether the row reaches its target. */
export function isMet(row: Row, target: Target, rows: readonly Row[]): boolean {
  const own = measured(row, target)
  const rivals = rows.filter(
    (other) =>
      other.case === row.case && other.subject === row.subject && target.below?.includes(other.entrant),
  )
  return own <= (target.atMost ?? Infinity) && rivals.every((rival) => own < measured(rival, target))
}

function measured({ ratios, values }: Row, target: Target): number {
  return median(target.of === 'ratio' ? (ratios ?? []) : values)
}
