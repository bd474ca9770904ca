import { visible } from './visible.ts'

/**
 * A third-party text in which every character that could steer a terminal, or draw in the wrong place, is replaced by a
 * visible one. Line breaks stay.
 */
export function printable(text: string): string {
  // Most texts are ASCII. The expressions for the others take 14 ms to compile.
  return /^[ -~\n]*$/.test(text) ? text : printableUnicode(text)
}

function printableUnicode(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll(/\r\n|[\u2028\u2029]/g, '\n')
      .replaceAll(/[\t\p{Zs}]/gu, ' ')
      .replaceAll(/[^\P{Cc}\n]/gu, visible)
      // Blanks that are not spaces, and characters that change the direction of text (Unicode UAX #9). Some characters
      // without width are needed: joiners, the break within Thai words, variation selectors and the parts of emoji.
      .replaceAll(
        /[\u2800\p{Bidi_Control}[\p{Default_Ignorable_Code_Point}--[\u200b\u200c\p{Emoji_Component}\p{Variation_Selector}]]]/gv,
        '�',
      )
      // Joined emoji that are not an emoji, and chains of Hangul initials: a terminal may draw them far wider than
      // `stringWidth` counts, so that the text after them begins its own line.
      .replaceAll(/\p{RGI_Emoji}|(?<![\p{L}\p{M}])\u200d|[\u1100-\u115f\ua960-\ua97c]{3,}/gv, (found) =>
        isEmoji(found) ? found : '�'.repeat(found.length),
      )
  )
}

function isEmoji(text: string): boolean {
  return /^\p{RGI_Emoji}$/v.test(text)
}

/** Like `printable`, on one line, without the runs of spaces that separate columns. */
export function printableLine(text: string): string {
  return printable(text).replaceAll(/\s+/g, ' ').trim()
}
