const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const UPPER = LOWER.toUpperCase()
const HEX_LETTERS = 6

/** Makes another id of the same form from bytes, one for each character. Hexadecimal stays hexadecimal. */
export function fillerId(original: string, bytes: Uint8Array): string {
  const lower = /[g-z]/.test(original) ? LOWER : LOWER.slice(0, HEX_LETTERS)
  const upper = /[G-Z]/.test(original) ? UPPER : UPPER.slice(0, HEX_LETTERS)
  return [...original]
    .map((character, at) => {
      const byte = bytes[at] ?? 0
      if (/[0-9]/.test(character)) return String(byte % 10)
      if (/[a-z]/.test(character)) return lower[byte % lower.length]
      return /[A-Z]/.test(character) ? upper[byte % upper.length] : character
    })
    .join('')
}

/** Makes another number with as many digits before and after the point from bytes, one for each character. */
export function fillerNumeral(original: string, bytes: Uint8Array): string {
  const [, sign = '', mantissa = '', exponent = ''] = /^(-?)([\d.]+)(.*)$/.exec(original) ?? []
  const digits = [...mantissa].map((character, at) => {
    const byte = bytes[at] ?? 0
    // A number would lose a zero at either end, and a 9 in front could be too large.
    if (at === 0 || at === mantissa.length - 1) return character === '.' ? '.' : String(2 + (byte % 7))
    return character === '.' ? '.' : String(byte % 10)
  })
  const isFraction = mantissa.startsWith('0.')
  return `${sign}${isFraction ? `0.${digits.slice(2).join('')}` : digits.join('')}${exponent}`
}
