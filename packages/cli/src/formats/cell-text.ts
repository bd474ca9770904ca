import { visible } from './visible.ts'

// A reader may end a cell at any of these. After a quotation mark, it may begin a cell.
const SEPARATORS = ',;:|^~"\\t\\n\\v\\f\\r\\u2028\\u2029'
// No formula begins with `-)` or the like, but smileys end with it.
const FORMULA = '(?:[=+@＝＋－＠]|-(?![)/*|]))'
const SKIPPED = '[\\s\\p{Default_Ignorable_Code_Point}]*'
const CELL_START = `(?=${FORMULA})(?<=(?:^|[${SEPARATORS}])${SKIPPED})`
// If spaces separate cells, a sign alone or before a number is harmless.
const WORD_START = `(?=${FORMULA}\\S)(?<=\\s${SKIPPED})(?![+-][\\d.,]+(?:\\s|$))`
const FORMULA_START = new RegExp(`${CELL_START}|${WORD_START}`, 'gu')

/**
 * A text as a cell of a CSV file. An apostrophe is inserted before every possible formula
 * (owasp.org/www-community/attacks/CSV_Injection), so that no reader finds one, whether its separator is a comma, a
 * semicolon, a tab, a colon, a bar, a caret, a tilde or a space. Control characters become visible, except for tabs and
 * line breaks.
 */
export function cellText(text: string): string {
  // A phone number is harmless and unchanged.
  if (/^\+[0-9]{7,15}$/.test(text)) return text
  return text
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\t\n\r]/gu, visible)
    .replaceAll(FORMULA_START, "'")
    .replace(/^(?=[\t\r])/, "'")
}
