import type { Row } from './row.ts'
import { median } from './statistics.ts'
import type { Target } from './target.ts'

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
