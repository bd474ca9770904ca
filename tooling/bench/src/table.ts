import { markdownTable } from 'markdown-table'
import type { Measurement, Unit } from './measurement.ts'
import { median, ratios } from './statistics.ts'
import { describeTarget } from './target.ts'
import { verdict } from './verdict.ts'

const DIGITS: Readonly<Record<Unit, number>> = { ms: 1, MiB: 1, kB: 2, messages: 0 }

interface Column {
  readonly heading: string
  readonly isNumber?: boolean
  cell(row: Measurement, rows: readonly Measurement[]): string
}

const COLUMNS: readonly Column[] = [
  { heading: 'case', cell: (row) => row.case },
  { heading: 'with', cell: (row) => row.subject },
  { heading: 'who', cell: (row) => row.entrant },
  {
    heading: 'median (range)',
    isNumber: true,
    cell: ({ values, unit }) => spread(values, DIGITS[unit], ` ${unit}`),
  },
  { heading: 'beside', cell: ({ base }) => base?.entrant ?? '' },
  {
    heading: 'ratio (range)',
    isNumber: true,
    cell: ({ values, base }) => spreadOfRatios(values, base?.values),
  },
  {
    heading: 'processor time (range)',
    isNumber: true,
    cell: ({ processor }) => spread(processor ?? [], 1, ' ms'),
  },
  {
    heading: 'ratio of it (range)',
    isNumber: true,
    cell: ({ processor, base }) => spreadOfRatios(processor, base?.processor),
  },
  { heading: 'target', cell: ({ target }) => (target === null ? '' : describeTarget(target)) },
  { heading: 'met', cell: (row, rows) => (row.target === null ? '' : verdict(row, row.target, rows)) },
]

/** The rows of a case, as Markdown. A column that no row needs is left out. */
export function benchTable(rows: readonly Measurement[]): string {
  const columns = COLUMNS.map(({ heading, isNumber = false, cell }) => ({
    heading,
    align: isNumber ? 'r' : null,
    cells: rows.map((row) => cell(row, rows)),
  })).filter(({ cells }) => cells.some((cell) => cell !== ''))
  return markdownTable(
    [
      columns.map(({ heading }) => heading),
      ...rows.map((_, index) => columns.map(({ cells }) => cells[index] ?? '')),
    ],
    { align: columns.map(({ align }) => align) },
  )
}

function spreadOfRatios(
  values: readonly number[] | null,
  base: readonly number[] | null | undefined,
): string {
  return values === null || !base ? '' : spread(ratios(values, base), 3, '')
}

function spread(values: readonly number[], digits: number, unit: string): string {
  if (values.length === 0) return ''
  const [middle, least, most] = [median(values), Math.min(...values), Math.max(...values)]
  return `${middle.toFixed(digits)}${unit} (${least.toFixed(digits)}–${most.toFixed(digits)})`
}
