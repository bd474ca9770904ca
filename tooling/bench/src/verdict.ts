import type { Measurement } from './measurement.ts'
import { excesses, median, ratios } from './statistics.ts'
import type { BenchTarget } from './target.ts'

/** Whether a row reaches its target: `yes`, `no`, or which part of it. */
export function verdict(row: Measurement, target: BenchTarget, rows: readonly Measurement[]): string {
  const { stretch } = target
  const own = partsMet(row, target, rows)
  if (own !== 'yes' || stretch === undefined) return own
  return partsMet(row, stretch, rows) === 'yes' ? 'yes, stretch too' : 'yes'
}

function partsMet(row: Measurement, target: BenchTarget, rows: readonly Measurement[]): string {
  const { values, processor, base } = row
  const isClockMet = limited(values, base?.values, target) <= target.atMost && isFastEnough(row, target, rows)
  if (target.of !== 'both ratios') return isClockMet ? 'yes' : 'no'
  const isProcessorMet = limited(processor, base?.processor, target) <= target.atMost
  if (isClockMet) return isProcessorMet ? 'yes' : 'not in processor time'
  return isProcessorMet ? 'in processor time only' : 'no'
}

/** Returns what the target limits. */
function limited(
  values: readonly number[] | null,
  base: readonly number[] | null | undefined,
  { of }: BenchTarget,
): number {
  if (values === null) return Number.NaN
  if (of === 'value') return median(values)
  return median((of === 'excess' ? excesses : ratios)(values, base ?? []))
}

function isFastEnough(
  { case: name, subject, values }: Measurement,
  { notAbove = [] }: BenchTarget,
  rows: readonly Measurement[],
): boolean {
  return notAbove.every((entrant) => {
    const rival = rows.find((row) => row.case === name && row.subject === subject && row.entrant === entrant)
    if (rival === undefined) throw new Error(`${name}: ${entrant} is not measured.`)
    return median(values) <= median(rival.values)
  })
}
