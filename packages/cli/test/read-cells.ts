/**
 * The cells of a table as a lenient reader finds them, such as a spreadsheet or Python's `csv`: a quotation mark counts
 * only at the start of a cell.
 */
export function readCells(table: string, separator: string): readonly string[] {
  const cells: string[] = []
  let [cell, isStart, isQuoted] = ['', true, false]
  for (let at = 0; at < table.length; at += 1) {
    const character = table.charAt(at)
    if (isQuoted) {
      if (character !== '"') cell += character
      else if (table.charAt(at + 1) === '"') cell += table.charAt((at += 1))
      else isQuoted = false
    } else if (character === separator || /[\n\r]/.test(character)) {
      cells.push(cell)
      ;[cell, isStart] = ['', true]
      continue
    } else if (isStart && character === '"') isQuoted = true
    else cell += character
    isStart = false
  }
  return [...cells, cell]
}
