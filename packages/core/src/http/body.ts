/** A body is larger than allowed. */
export class BodyTooLarge extends Error {}

/**
 * Reads a body in the pieces that it comes in, stopping as soon as it outgrows `maxBytes` after decompression.
 *
 * @throws {BodyTooLarge} when it is larger.
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

/** Lets go of a body that nobody reads, and of its connection. */
export function discardBody(response: Response): void {
  if (response.body !== null) stop(response.body)
}

/** Gives up on a body. How its stream takes that changes nothing. */
function stop(body: { cancel(): Promise<void> }): void {
  body.cancel().catch(() => undefined)
}
