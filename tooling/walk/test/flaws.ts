import type { SimulatedMessage } from '@sms/simulator'
import type { Mark } from '../src/marks.ts'

interface Walked {
  /** The marks of what was read. */
  readonly read: readonly number[]
  /** The messages that were there before the first request, and after the last. */
  readonly before: readonly SimulatedMessage[]
  readonly after: readonly SimulatedMessage[]
  readonly newestFirst: boolean
}

/**
 * What breaks the promise of a walk: what comes twice, and what was there throughout and is missing or out of order.
 * Nothing is promised of where a message comes that arrived or vanished meanwhile.
 */
export function flaws({ read, before, after, newestFirst }: Walked, mark: Mark): readonly string[] {
  const throughout = present(before.map(mark.simulated), after, mark)
  const expected = new Set(throughout)
  const given = new Set(read)
  const ordered = read.filter((one) => expected.has(one))
  return [
    ...read.filter((one, at) => read.indexOf(one) !== at).map((one) => `${one} comes twice`),
    ...throughout.filter((one) => !given.has(one)).map((one) => `${one} is missing`),
    ...ordered
      .filter((one, at) => at > 0 && one > (ordered[at - 1] ?? one) === newestFirst)
      .map((one) => `${one} is out of order`),
  ]
}

/** Those of the marks whose messages are still there. */
export function present(
  marks: readonly number[],
  after: readonly SimulatedMessage[],
  mark: Mark,
): readonly number[] {
  const left = new Set(after.map(mark.simulated))
  return marks.filter((one) => left.has(one))
}
