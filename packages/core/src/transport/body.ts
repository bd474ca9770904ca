/** Why a body could not be read as text. */
export class BodyError extends Error {
  readonly reason: 'too large' | 'not UTF-8'
  constructor(reason: 'too large' | 'not UTF-8') {
    super(reason)
    this.reason = reason
  }
}

/**
 * Reads a body as UTF-8 text (RFC 8259, 8.1: JSON is nothing else, whatever the label says; a byte-order mark may
 * be ignored), stopping as soon as it outgrows `maxBytes` after decompression.
 *
 * @throws {BodyError} when it is larger, or holds bytes that are not UTF-8.
 */
export async function readText(response: Response, maxBytes: number): Promise<string> {
  if (response.body === null) return ''
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const reader = response.body.getReader()
  let text = ''
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (!done) bytes += value.byteLength
    if (bytes > maxBytes) {
      stop(reader)
      throw new BodyError('too large')
    }
    try {
      text += decoder.decode(value, { stream: !done })
    } catch {
      stop(reader)
      throw new BodyError('not UTF-8')
    }
    if (done) return text
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
