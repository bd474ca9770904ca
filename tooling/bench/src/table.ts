import type { Row, Unit } from './row.ts'
import { median } from './statistics.ts'
import { isMet } from './is-met.ts'
import { describeTarget } from './target.ts'

const HEADINGS = ['case', 'with', 'who', 'median', 'ratio', 'min', 'max', 'processor', 'target', 'met']

/** The columns that hold numbers. */
const NUMBERS = new Set([3, 4, 5, 6, 7])

const DIGITS: Readonly<Record<Unit, number>> = { ms: 1, MiB: 1, kB: 2 }

/** Everything that was measured, as aligned columns or as Markdown. */
export function table(rows: readonly Row[], isMarkdown: boolean): string {
  const lines = [HEADINGS, ...rows.map((row) => cells(row, rows))]
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  const aligned = lines.map((line) => line.map((cell, column) => align(cell, column, widths)))
  if (!isMarkdown) return aligned.map((line) => line.join('  ').trimEnd()).join('\n')
  const rule = widths.map((width, column) =>
    NUMBERS.has(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  )
  const [headings = [], ...rest] = aligned
  return [headings, rule, ...rest].map((line) => `| ${line.join(' | ')} |`).join('\n')
}

function align(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0
  return NUMBERS.has(column) ? cell.padStart(width) : cell.padEnd(width)
}

function cells(row: Row, rows: readonly Row[]): readonly string[] {
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
