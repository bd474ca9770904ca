/**
 * Text as strangers wrote it, without what would let it steer the terminal: control characters become spaces, and
 * what would turn the direction of the rest of the line (Unicode UAX #9, embeddings, overrides and isolates) is left
 * out.
 */
export function printable(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/[^\P{Cc}\n]/gu, ' ')
    .replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '')
}
