/**
 * A visible character in place of one that a format cannot carry: Unicode's picture of a control character, such as ␛
 * for ESC, or � if there is none.
 */
export function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  return code === 0x7f ? '␡' : '�'
}
