/** A body is larger than allowed. */
export class BodyTooLarge extends Error {}

/** A body that was read. */
export interface ReadBody {
  /** The bytes, in pieces. */
  readonly chunks: readonly Uint8Array[]
  /** Whether nothing else can hold the memory of these pieces. */
  readonly isOwned: boolean
}

/** A body without bytes. */
export const EMPTY_BODY: ReadBody = { chunks: [], isOwned: false }

/**
 * Reads a body in pieces, as they arrive. Stops when they exceed `maxBytes` after decompression.
 *
 * @throws {BodyTooLarge} if it is larger.
 */
export async function readChunks(response: Response, maxBytes: number): Promise<ReadBody> {
  if (response.body === null) return EMPTY_BODY
  const isOwned = isByteStream(response.body)
  const reader = response.body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return { chunks, isOwned }
    length += value.byteLength
    chunks.push(value)
    if (length <= maxBytes) continue
    stop(reader)
    throw new BodyTooLarge()
  }
}

/**
 * Releases the memory of a body at once. Garbage collection would keep it for many pages: bytes count little for it. A body
 * that something else may hold is left as it is.
 */
export function releaseBody({ chunks, isOwned }: ReadBody): void {
  if (!isOwned) return
  for (const { buffer } of chunks) if (buffer instanceof ArrayBuffer) buffer.transfer(0)
}

/** Releases a body that is not read, and its connection. */
export function discardBody(response: Response): void {
  if (response.body !== null) stop(response.body)
}

/** Whether a stream takes the memory of each piece away from what wrote it (Streams Standard, "enqueue" of a byte stream). */
function isByteStream(body: ReadableStream): boolean {
  try {
    // Another implementation might not follow the standard: it could keep the memory, or stay locked.
    if (!(body instanceof ReadableStream)) return false
    const reader = body.getReader({ mode: 'byob' })
    reader.releaseLock()
    return reader instanceof ReadableStreamBYOBReader
  } catch {
    // Only a byte stream has such a reader.
    return false
  }
}

/** Cancels a body. It does not matter whether its stream supports that. */
function stop(body: { cancel(): Promise<void> }): void {
  body.cancel().catch(() => undefined)
}
