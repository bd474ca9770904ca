import { clauses } from '@sms/conformance'

const BEGIN = '<!-- clauses -->'
const END = '<!-- /clauses -->'

/** The README with the table of all clauses where its marks are. */
export function withClauseTable(readme: string): string {
  const begin = readme.indexOf(BEGIN) + BEGIN.length
  const end = readme.indexOf(END)
  if (begin < BEGIN.length || end < begin) throw new Error(`The README has no ${BEGIN} … ${END}.`)
  return `${readme.slice(0, begin)}\n\n${clauseTable()}\n\n${readme.slice(end)}`
}

function clauseTable(): string {
  const rows = [['clause', ''], ...clauses.map(({ id, sentence }) => [id, sentence])]
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  )
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [lines[0], rule, ...lines.slice(1)].join('\n')
}
