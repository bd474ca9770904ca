import type { Measurement } from './measurement.ts'
import { median } from './statistics.ts'
import type { BenchTarget } from './target.ts'

/** Whether the row reaches its target. */
export function isMet(row: Measurement, target: BenchTarget, rows: readonly Measurement[]): boolean {
  const own = measured(row, target)
  const rivals = rows.filter(
    (other) =>
      other.case === row.case && other.subject === row.subject && target.below?.includes(other.entrant),
  )
  return own <= (target.atMost ?? Infinity) && rivals.every((rival) => own < measured(rival, target))
}

function measured({ ratios, values }: Measurement, { of }: BenchTarget): number {
  if (of === 'value') return median(values)
  if (of === 'ratio') return median(ratios ?? [])
  return median((ratios ?? []).map((ratio, round) => (values[round] ?? Number.NaN) * (1 - 1 / ratio)))
}
