import { measure } from './encoding.ts'

const LATIN = 'abcdefghijklmnopqrstuvwxyz'
const CYRILLIC = 'абвгдежзийклмнопрстуфхцчшщьюя'
// The visible characters of the extension of GSM 03.38.
const VISIBLE_EXTENSION = '€[]{}~|^\\'
const EMOJI = ['😀', '🎉', '🚲', '🌧', '🦊', '🍋', '🎈', '🐢']

/**
 * Makes meaningless words from bytes, at least one for each unit of the original. They share only the encoding and the
 * length in units with the original, and so the number of segments.
 */
export function fillerText(original: string, bytes: Uint8Array): string {
  const { encoding, units } = measure(original)
  const [chance = 0, ...others] = bytes
  if (encoding === 'gsm') return words(units, LATIN, bytes)
  if (encoding === 'gsm-extended') return chosen(VISIBLE_EXTENSION, chance) + words(units - 2, LATIN, others)
  const hasEmoji = units > 1 && /\p{Surrogate}|[\u{10000}-\u{10ffff}]/u.test(original)
  return hasEmoji ? chosen(EMOJI, chance) + words(units - 2, CYRILLIC, others) : words(units, CYRILLIC, bytes)
}

function words(length: number, letters: string, bytes: Iterable<number>): string {
  let text = ''
  for (const byte of bytes) {
    if (text.length === length) break
    const isGap = byte % 6 === 0 && text.length > 0 && text.length < length - 1 && !text.endsWith(' ')
    text += isGap ? ' ' : chosen(letters, Math.floor(byte / 6))
  }
  return text
}

function chosen(choices: string | readonly string[], number: number): string {
  return choices[number % choices.length] ?? ''
}
