// What is part of no word, beside ASCII. An apostrophe splits a word, even one that Unicode counts as a letter, and so does
// the space without a width.
const OUTSIDE = /[[[^\p{L}\p{M}\p{N}\p{DI}]\u{2b9}-\u{2bf}\u{200b}]--[\0-\x7f]]+/gv

// Accents, points, joiners, and the Arabic letter that only lengthens a word. The marks of other scripts are vowels and
// tones; the two of Kana make another letter.
const DROPPED =
  /[[\u{93c}[\p{M}&&[\p{sc=Zinh}\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hebr}\p{sc=Arab}\p{sc=Syrc}]]\p{DI}\u{640}]--[\u{3099}-\u{309a}]]/gv

// Letters that Unicode does not decompose, and forms of one letter that keyboards write with different characters.
const LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    þ: 'th',
    ø: 'o',
    ɔ: 'o',
    ł: 'l',
    đ: 'd',
    ð: 'd',
    ɗ: 'd',
    ɓ: 'b',
    ħ: 'h',
    ƙ: 'k',
    ŋ: 'n',
    ŧ: 't',
    ƴ: 'y',
    ə: 'e',
    ɛ: 'e',
    ς: 'σ',
    ى: 'ي',
    ی: 'ي',
    ک: 'ك',
  }),
)
const LETTER = new RegExp(`[${[...LETTERS.keys()].join('')}]`, 'gv')

const DIGIT = /^\p{Nd}$/v
const OTHER_DIGIT = /[\p{Nd}--[0-9]]/gv

const ASCII = /^[\0-\x7f]*$/

/**
 * Writes a text with the letters that it is found by: without case, accents and the different forms of one letter, and
 * with ASCII digits. What is part of no word splits words as before.
 */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase()
  return (
    text
      // First, because the decomposition makes letters of symbols: ™.
      .replaceAll(OUTSIDE, ' ')
      .normalize('NFKD')
      .replaceAll(DROPPED, '')
      // Some letters differ in lower case only: i and ı.
      .toUpperCase()
      .toLowerCase()
      .replaceAll(LETTER, (letter) => LETTERS.get(letter) ?? letter)
      .replaceAll(OTHER_DIGIT, foldDigit)
      // Makes a syllable of Hangul one character again, and so a letter of Kana.
      .normalize('NFC')
  )
}

/** The ASCII digit of the same value. Unicode encodes the digits of each script in a row, from zero to nine. */
function foldDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let first = code
  while (DIGIT.test(String.fromCodePoint(first - 1))) first -= 1
  return String((code - first) % 10)
}
