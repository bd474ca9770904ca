import type { Walked } from './walk.ts'

/** The results of the walks of one kind. */
export class Tally {
  walks = 0
  stops = 0
  /** Messages that were there throughout a walk. */
  expected = 0
  /** Messages that walks yielded, including those that arrived or vanished meanwhile. */
  yielded = 0
  twice = 0
  lost = 0
  misplaced = 0
  /** Failed walks, by the code of the error. */
  readonly failures: Map<string, number> = new Map()

  /** @param expected the marks of what was there throughout, the oldest first; marks ascend with time */
  complete({ read, stops }: Walked, expected: readonly number[], newestFirst: boolean): void {
    const given = new Set(read)
    const wanted = new Set(expected)
    const ordered = [...given].filter((one) => wanted.has(one))
    this.walks += 1
    this.stops += stops
    this.expected += expected.length
    this.yielded += read.length
    this.twice += read.length - given.size
    this.lost += expected.filter((one) => !given.has(one)).length
    this.misplaced += ordered.filter(
      (one, at) => at > 0 && one > (ordered[at - 1] ?? one) === newestFirst,
    ).length
  }

  fail(code: string): void {
    this.walks += 1
    this.failures.set(code, (this.failures.get(code) ?? 0) + 1)
  }

  get failed(): number {
    return [...this.failures.values()].reduce((sum, count) => sum + count, 0)
  }

  get isFlawless(): boolean {
    return this.twice === 0 && this.lost === 0 && this.misplaced === 0 && this.failed === 0
  }
}
