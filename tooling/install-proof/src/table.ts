import type { Row } from './row.ts'

const COLUMNS = ['runtime', 'version', 'messages read', 'aborted walk', 'wrong key', 'result'] as const

/** The rows as aligned columns. */
export function table(rows: readonly Row[]): string {
  const lines = [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column]))]
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
