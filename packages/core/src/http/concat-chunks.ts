// Larger bodies are rare. Memory for them is not kept.
const MOST_KEPT = 4 * 2 ** 20

let kept = new Uint8Array()

/**
 * Returns pieces in one piece, which is valid until the next call. All calls share memory: new memory for each body costs
 * more than the copy, and is released late.
 */
export function concatChunks(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks
  if (only !== undefined && chunks.length === 1) return only
  return joinChunks(chunks, space)
}

/** Returns pieces in one piece: in memory of its own, or in what `allocate` returns. */
export function joinChunks(
  chunks: readonly Uint8Array[],
  allocate = (length: number): Uint8Array => new Uint8Array(length),
): Uint8Array {
  const bytes = allocate(lengthOf(chunks))
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}

function space(length: number): Uint8Array {
  if (length > MOST_KEPT) return new Uint8Array(length)
  // Twice the length, so that bodies of slightly different length do not need new memory each time.
  if (length > kept.byteLength) kept = new Uint8Array(Math.min(MOST_KEPT, 2 * length))
  return kept.subarray(0, length)
}

/** How many bytes some pieces have together. */
export function lengthOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, { byteLength }) => sum + byteLength, 0)
}
