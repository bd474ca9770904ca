/** Messages as the bytes of JSON, so that any page of them is a part of one buffer. */
export class StoredMessages {
  readonly #bytes: Buffer
  /** Where each message begins, and where one after the last would. */
  readonly #offsets: readonly number[]

  constructor(messages: Iterable<object>) {
    const chunks: Buffer[] = []
    const offsets = [0]
    let end = 0
    for (const message of messages) {
      const chunk = Buffer.from(`${JSON.stringify(message)},`)
      chunks.push(chunk)
      end += chunk.length
      offsets.push(end)
    }
    this.#bytes = Buffer.concat(chunks)
    this.#offsets = offsets
  }

  /** The messages from one number up to another, with commas between them. */
  slice(start: number, end: number): Buffer {
    const first = this.#offsets[start] ?? 0
    return this.#bytes.subarray(first, Math.max(first, (this.#offsets[end] ?? 0) - 1))
  }
}
