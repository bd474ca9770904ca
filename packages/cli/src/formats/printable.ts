import { visible } from './visible.ts'

// Blanks that are no spaces, and characters that turn the direction of what follows (Unicode UAX #9). What has no width
// and is needed stays: joiners, the break within words of Thai, variation selectors and the parts of emoji.
const BLANK_OR_BIDI =
  /[\u2800\p{Bidi_Control}[\p{Default_Ignorable_Code_Point}--[\u200b\u200c\p{Emoji_Component}\p{Variation_Selector}]]]/gv
// Joined emoji that are no known emoji, and chains of Hangul initials: a terminal may draw them far wider than they
// count, so that the text behind them begins a line of its own.
const TOO_WIDE = /\p{RGI_Emoji}|(?<![\p{L}\p{M}])\u200d|[\u1100-\u115f\ua960-\ua97c]{3,}/gv
const EMOJI = /^\p{RGI_Emoji}$/v

/**
 * Text as strangers wrote it, without what would let it steer the terminal or draw where it does not belong: such
 * characters are replaced by visible ones. Line breaks stay.
 */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n|[\u2028\u2029]/g, '\n')
    .replaceAll(/[\t\p{Zs}]/gu, ' ')
    .replaceAll(/[^\P{Cc}\n]/gu, visible)
    .replaceAll(BLANK_OR_BIDI, '�')
    .replaceAll(TOO_WIDE, (found) => (EMOJI.test(found) ? found : '�'.repeat(found.length)))
}

/** As `printable`, in one line, without the runs of spaces that stand between columns. */
export function printableLine(text: string): string {
  return printable(text).replaceAll(/\s+/g, ' ').trim()
}
