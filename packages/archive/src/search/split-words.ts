import { fold } from './fold.ts'

/** A run of letters and digits, folded. */
export interface Word {
  readonly letters: string
  /** Whether its script puts no spaces between words, so that the run may be several words. */
  readonly isUnspaced: boolean
}

// The scripts of the line breaking classes ID and SA that messages are written in: https://www.unicode.org/reports/tr14/
const UNSPACED = 'Hani Hira Kana Bopo Thai Laoo Khmr Mymr Lana Tale Talu Tavt'
  .split(' ')
  .map((script) => String.raw`\p{scx=${script}}`)
  .join('')
const LETTER = String.raw`\p{L}\p{M}\p{N}`
const RUN = new RegExp(`[[${LETTER}]--[${UNSPACED}]]+|[[${LETTER}]&&[${UNSPACED}]]+`, 'gv')
const BEGINS_UNSPACED = new RegExp(`^[${UNSPACED}]`, 'v')

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/v

/** The words of a text, in their order. */
export function splitWords(text: string): readonly Word[] {
  const runs = fold(text).match(RUN) ?? []
  return (
    runs
      // A mark alone is no word: one remains of some emoji.
      .filter((letters) => LETTER_OR_DIGIT.test(letters))
      .map((letters) => ({ letters, isUnspaced: BEGINS_UNSPACED.test(letters) }))
  )
}
