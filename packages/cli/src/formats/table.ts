import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'
import { printable } from './printable.ts'

/** Rows of aligned columns. Each is one line, which is cut at the width. A column without a text is left out. */
export function table(rows: readonly (readonly string[])[], width: number): readonly string[] {
  const cells = rows.map((row) => row.map((cell) => printable(cell).replaceAll('\n', ' ')))
  const widths = (cells[0] ?? []).map((_, column) =>
    cells.reduce((widest, row) => Math.max(widest, stringWidth(row[column] ?? '')), 0),
  )
  const isShown = (_: string, column: number): boolean => widths[column] !== 0
  const shownWidths = widths.filter((columnWidth) => columnWidth > 0)
  return cells.map((row) => {
    const shown = row.filter(isShown).map((cell, column) => padded(cell, shownWidths[column] ?? 0))
    return shortened(shown.join('  '), width)
  })
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
