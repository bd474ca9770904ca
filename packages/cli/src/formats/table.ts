import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'
import { printable } from './printable.ts'

/** Rows of aligned columns. Each is one line, which is cut at the width. */
export function table(rows: readonly (readonly string[])[], width: number): readonly string[] {
  const cells = rows.map((row) => row.map((cell) => printable(cell).replaceAll('\n', ' ')))
  const widths = (cells[0] ?? []).map((_, column) =>
    cells.reduce((widest, row) => Math.max(widest, stringWidth(row[column] ?? '')), 0),
  )
  return cells.map((row) =>
    shortened(row.map((cell, column) => padded(cell, widths[column] ?? 0)).join('  '), width),
  )
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(width - stringWidth(cell))
}

/** A line, which is cut if it is too wide. */
export function shortened(line: string, width: number): string {
  const text = line.trimEnd()
  if (stringWidth(text) <= width) return text
  const [start = ''] = wrapAnsi(text, width - 1, { hard: true, wordWrap: false, trim: false }).split('\n')
  return `${start.trimEnd()}…`
}
