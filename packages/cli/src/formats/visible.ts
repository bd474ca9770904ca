/**
 * A visible replacement for a character that a format cannot contain: Unicode's picture of a control character, such as ␛
 * for ESC, else �.
 */
export function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  return code === 0x7f ? '␡' : '�'
}
