/** A body is larger than allowed. */
export class BodyTooLarge extends Error {}

/**
 * Reads a body, stopping as soon as it outgrows `maxBytes` after decompression.
 *
 * @throws {BodyTooLarge} when it is larger.
 */
export async function readBytes(response: Response, maxBytes: number): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array()
  const reader = response.body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return joined(chunks, length)
    length += value.byteLength
    chunks.push(value)
    if (length <= maxBytes) continue
    stop(reader)
    throw new BodyTooLarge()
  }
}

/** In one piece: text that is decoded piece by piece has to be put together once more. */
function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = chunks
  if (only !== undefined && chunks.length === 1) return only
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}

/** Lets go of a body that nobody reads, and of its connection. */
export function discardBody(response: Response): void {
  if (response.body !== null) stop(response.body)
}

/** Gives up on a body. How its stream takes that changes nothing. */
function stop(body: { cancel(): Promise<void> }): void {
  body.cancel().catch(() => undefined)
}
