// An entry takes three 32-bit integers: two of the identity's hash, one of the number. A number of 0 marks a free entry.
const WORDS = 3
const FIRST_SLOTS = 64
const FULLEST = 0.7

// While a table grows, memory holds it twice. So there are many small ones, which grow one after the other.
const PARTS = 16

// All parts together take 24 MiB with so many entries each. A second table then takes the place of a part, and the older one
// is kept until that is full.
const MOST_SLOTS = 2 ** 17

/** A hash table with open addressing, so that a million items take no more than their hashes. */
class Table {
  #words = new Int32Array(FIRST_SLOTS * WORDS)
  #slots = FIRST_SLOTS
  #size = 0

  get isFull(): boolean {
    return this.#slots === MOST_SLOTS && this.#size >= FULLEST * MOST_SLOTS
  }

  get(a: number, b: number): number {
    return this.#words[this.#find(a, b) + 2] ?? 0
  }

  set(a: number, b: number, value: number): void {
    if (this.#size >= FULLEST * this.#slots && this.#slots < MOST_SLOTS) this.#grow()
    const at = this.#find(a, b)
    if (this.#words[at + 2] === 0) this.#size += 1
    this.#words[at] = a
    this.#words[at + 1] = b
    this.#words[at + 2] = value
  }

  /** Where an entry is, or the free place where it belongs. */
  #find(a: number, b: number): number {
    const words = this.#words
    const last = this.#slots - 1
    let slot = a & last
    for (;;) {
      const at = slot * WORDS
      if (words[at + 2] === 0 || (words[at] === a && words[at + 1] === b)) return at
      slot = (slot + 1) & last
    }
  }

  #grow(): void {
    const before = this.#words
    this.#slots *= 2
    this.#words = new Int32Array(this.#slots * WORDS)
    for (let at = 0; at < before.length; at += WORDS) {
      const value = before[at + 2] ?? 0
      if (value === 0) continue
      const a = before[at] ?? 0
      const b = before[at + 1] ?? 0
      const to = this.#find(a, b)
      this.#words[to] = a
      this.#words[to + 1] = b
      this.#words[to + 2] = value
    }
    // This releases its memory at once. It is so old that garbage collection would keep it for long.
    before.buffer.transfer(0)
  }
}

/** A part of the numbers, by the hash of the identity. */
class Part {
  #newer = new Table()
  #older: Table | null = null

  get(a: number, b: number): number {
    const number = this.#newer.get(a, b)
    return number === 0 && this.#older !== null ? this.#older.get(a, b) : number
  }

  set(a: number, b: number, number: number): void {
    if (this.#newer.isFull) {
      this.#older = this.#newer
      this.#newer = new Table()
    }
    this.#newer.set(a, b, number)
  }
}

/**
 * A number for each identity of a walk: at least the last million of them. Identities are compared by 64 bits of a
 * hash, so that no text of a long walk stays in memory.
 */
export class ItemNumbers {
  readonly #parts: readonly Part[] = Array.from({ length: PARTS }, () => new Part())
  #a = 0
  #b = 0

  /** The number of an identity; 0 if it has none. */
  get(identity: string): number {
    return this.#partOf(identity).get(this.#a, this.#b)
  }

  /**
   * Gives an identity a number, unless it has one.
   *
   * @param number From 1 on.
   * @returns the number that it had before; 0 if it had none.
   */
  add(identity: string, number: number): number {
    const part = this.#partOf(identity)
    const known = part.get(this.#a, this.#b)
    if (known === 0) part.set(this.#a, this.#b, number)
    return known
  }

  /**
   * Adds 1 to the number of an identity. Returns the number that it had before; 0 if it had none.
   *
   * @param least The number that it had before, if a greater one is not known.
   */
  count(identity: string, least = 0): number {
    const part = this.#partOf(identity)
    const known = Math.max(least, part.get(this.#a, this.#b))
    part.set(this.#a, this.#b, known + 1)
    return known
  }

  /** @param number From 1 on. */
  set(identity: string, number: number): void {
    this.#partOf(identity).set(this.#a, this.#b, number)
  }

  /** Hashes an identity, and returns the part that it belongs to. A part takes the low bits of the other lane. */
  #partOf(identity: string): Part {
    this.#hash(identity)
    return this.#parts[this.#b & (PARTS - 1)] as Part
  }

  /** Two FNV-1a lanes with different primes, each mixed once more since low bits are taken of them. */
  #hash(text: string): void {
    let a = 0x811c9dc5
    let b = 0x2c1b3c6d
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at)
      a = Math.imul(a ^ unit, 0x01000193)
      b = Math.imul(b ^ unit, 0x297a2d39)
    }
    a = Math.imul(a ^ (a >>> 16), 0x45d9f3b)
    b = Math.imul(b ^ (b >>> 16), 0x45d9f3b)
    this.#a = a ^ (a >>> 15)
    this.#b = b ^ (b >>> 15)
  }
}
