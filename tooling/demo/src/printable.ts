/** Text as strangers wrote it, without what would let it steer the terminal: control characters become spaces. */
export function printable(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(/[^\P{Cc}\n]/gu, ' ')
}
