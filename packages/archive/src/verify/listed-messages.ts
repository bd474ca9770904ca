import { FINGERPRINT_BYTES } from './fingerprint.ts'

// So many fingerprints are in one buffer, so that none is copied when there are more.
const IN_BUFFER = 4096

/** A message of a list: its number among them. */
export type Listed = number

/**
 * The messages of a list, as far as they are compared: of each its key, and its fingerprint, which is outside the heap of
 * JavaScript.
 */
export class ListedMessages {
  readonly #byId = new Map<string, Listed>()
  readonly #byContent = new Map<string, Listed[]>()
  readonly #buffers: Buffer[] = []
  #length = 0

  get length(): number {
    return this.#length
  }

  /** Adds a message with an id, or replaces what was listed under its key: an id stands for one message. */
  addWithId(key: string, print: Buffer): void {
    const known = this.#byId.get(key)
    if (known === undefined) this.#byId.set(key, this.#push(print))
    else this.replace(known, print)
  }

  /** Adds a message without an id, which may be one of several copies. */
  addCopy(content: string, print: Buffer): void {
    const copies = this.#byContent.get(content)
    const listed = this.#push(print)
    if (copies === undefined) this.#byContent.set(content, [listed])
    else copies.push(listed)
  }

  /** The message with a key that contains an id. */
  withId(key: string): Listed | undefined {
    return this.#byId.get(key)
  }

  /** The messages without an id whose key, apart from its number, is this. */
  copiesOf(content: string): readonly Listed[] {
    return this.#byContent.get(content) ?? []
  }

  fingerprint(listed: Listed): Buffer {
    const start = (listed % IN_BUFFER) * FINGERPRINT_BYTES
    const buffer = this.#buffers[Math.floor(listed / IN_BUFFER)] ?? Buffer.alloc(0)
    return buffer.subarray(start, start + FINGERPRINT_BYTES)
  }

  replace(listed: Listed, print: Buffer): void {
    print.copy(this.fingerprint(listed))
  }

  /** The keys that contain an id. */
  ids(): Iterable<string> {
    return this.#byId.keys()
  }

  /** The keys of the others, without their numbers. */
  contents(): Iterable<string> {
    return this.#byContent.keys()
  }

  #push(print: Buffer): Listed {
    if (this.#length % IN_BUFFER === 0) this.#buffers.push(Buffer.alloc(IN_BUFFER * FINGERPRINT_BYTES))
    const listed = this.#length
    this.#length += 1
    this.replace(listed, print)
    return listed
  }
}
