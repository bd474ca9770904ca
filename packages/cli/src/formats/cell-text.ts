import { visible } from './visible.ts'

// A reader may end a cell at any of these. After a quotation mark, it may begin one.
const SEPARATORS = ',;:|^~"\\t\\n\\v\\f\\r\\u2028\\u2029'
// A formula cannot begin with `-)` or the like, but a smiley often ends so.
const FORMULA = '(?:[=+@＝＋－＠]|-(?![)/*|]))'
const SKIPPED = '[\\s\\p{Default_Ignorable_Code_Point}]*'
const CELL_START = `(?=${FORMULA})(?<=(?:^|[${SEPARATORS}])${SKIPPED})`
// If spaces end cells, a sign by itself or before a number does no harm.
const WORD_START = `(?=${FORMULA}\\S)(?<=\\s${SKIPPED})(?![+-][\\d.,]+(?:\\s|$))`
const FORMULA_START = new RegExp(`${CELL_START}|${WORD_START}`, 'gu')

/**
 * A text as a cell of a CSV file. A reader takes no part of it for a formula, whether it takes a comma, a semicolon, a
 * tab, a colon, a bar, a caret, a tilde or a space for the separator: an apostrophe stands before whatever could begin
 * one (owasp.org/www-community/attacks/CSV_Injection). Control characters but tabs and line breaks become visible.
 */
export function cellText(text: string): string {
  // A phone number does no harm and stays what it is.
  if (/^\+[0-9]{7,15}$/.test(text)) return text
  return text
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\t\n\r]/gu, visible)
    .replaceAll(FORMULA_START, "'")
    .replace(/^(?=[\t\r])/, "'")
}
