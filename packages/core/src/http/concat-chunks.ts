// Larger bodies are rare, and not worth that as much stays in use for ever.
const MOST_KEPT = 4 * 2 ** 20

let kept = new Uint8Array()

/**
 * Pieces in one piece, good until the next call. They share memory, since new memory for each body costs more than to
 * copy it there, and is given back late.
 */
export function concatChunks(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks
  if (only !== undefined && chunks.length === 1) return only
  const length = chunks.reduce((sum, { byteLength }) => sum + byteLength, 0)
  const bytes = space(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}

function space(length: number): Uint8Array {
  if (length > MOST_KEPT) return new Uint8Array(length)
  // Twice as large each time, since bodies that vary a little would otherwise need it again and again.
  if (length > kept.byteLength) kept = new Uint8Array(Math.min(MOST_KEPT, 2 * length))
  return kept.subarray(0, length)
}
