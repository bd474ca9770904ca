/** A body is larger than allowed. */
export class BodyTooLarge extends Error {}

/**
 * Reads a body in pieces, as they arrive. Stops when they exceed `maxBytes` after decompression.
 *
 * @throws {BodyTooLarge} if it is larger.
 */
export async function readChunks(response: Response, maxBytes: number): Promise<readonly Uint8Array[]> {
  if (response.body === null) return []
  const reader = response.body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return chunks
    length += value.byteLength
    chunks.push(value)
    if (length <= maxBytes) continue
    stop(reader)
    throw new BodyTooLarge()
  }
}

/** Releases a body that is not read, and its connection. */
export function discardBody(response: Response): void {
  if (response.body !== null) stop(response.body)
}

/** Cancels a body. It does not matter whether its stream supports that. */
function stop(body: { cancel(): Promise<void> }): void {
  body.cancel().catch(() => undefined)
}
