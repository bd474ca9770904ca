import { markdownTable } from 'markdown-table'
import type { Measurement, Unit } from './measurement.ts'
import { median } from './statistics.ts'
import { isMet } from './is-met.ts'
import { describeTarget } from './target.ts'

const HEADINGS = ['case', 'with', 'who', 'median', 'ratio', 'min', 'max', 'processor', 'target', 'met']

/** The columns that hold numbers. */
const NUMBERS = new Set([3, 4, 5, 6, 7])

const DIGITS: Readonly<Record<Unit, number>> = { ms: 1, MiB: 1, kB: 2, messages: 0 }

/** Everything that was measured, as Markdown. */
export function benchTable(rows: readonly Measurement[]): string {
  const align = HEADINGS.map((_, column) => (NUMBERS.has(column) ? 'r' : null))
  return markdownTable([HEADINGS, ...rows.map((row) => cells(row, rows))], { align })
}

function cells(row: Measurement, rows: readonly Measurement[]): readonly string[] {
  const { unit, values, ratios, processorRatios, target } = row
  const spread = ratios ?? values
  const digits = ratios === null ? DIGITS[unit] : 3
  return [
    row.case,
    row.subject,
    row.entrant,
    `${median(values).toFixed(DIGITS[unit])} ${unit}`,
    ratios === null ? '' : median(ratios).toFixed(3),
    Math.min(...spread).toFixed(digits),
    Math.max(...spread).toFixed(digits),
    processorRatios === null ? '' : median(processorRatios).toFixed(3),
    target === null ? '' : describeTarget(target),
    target === null ? '' : isMet(row, target, rows) ? 'yes' : 'no',
  ]
}
