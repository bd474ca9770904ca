/** A map that forgets: it holds at least the `kept` entries set last, and at most twice as many. */
export class RecentMap<Value> {
  readonly #kept: number
  // Forgetting half of them at once costs nothing, where deleting one by one would.
  #newer = new Map<string, Value>()
  #older = new Map<string, Value>()

  constructor(kept: number) {
    this.#kept = kept
  }

  get(key: string): Value | undefined {
    return this.#newer.get(key) ?? this.#older.get(key)
  }

  has(key: string): boolean {
    return this.#newer.has(key) || this.#older.has(key)
  }

  set(key: string, value: Value): void {
    if (this.#newer.size === this.#kept) {
      this.#older = this.#newer
      this.#newer = new Map()
    }
    this.#newer.set(key, value)
  }

  clear(): void {
    this.#newer.clear()
    this.#older.clear()
  }
}
