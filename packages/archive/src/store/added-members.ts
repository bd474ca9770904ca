import type { Place } from './place.ts'

/** A message that the conversation did not have. */
export interface AddedMember extends Place {
  readonly time: number | null
}

/** What the messages that a page adds change in the row of their conversation. */
export interface AddedSummary {
  readonly count: number
  readonly firstTime: number | null
  readonly lastTime: number | null
  /** The last one in the order of the archive. */
  readonly last: AddedMember | null
}

export function summarizeAdded(added: readonly AddedMember[]): AddedSummary {
  const times = added.flatMap(({ time }) => (time === null ? [] : [time]))
  return {
    count: added.length,
    firstTime: times.reduce<number | null>((one, other) => Math.min(one ?? other, other), null),
    lastTime: times.reduce<number | null>((one, other) => Math.max(one ?? other, other), null),
    last: added.reduce<AddedMember | null>(
      (one, other) => (one === null || isAfter(other, one) ? other : one),
      null,
    ),
  }
}

function isAfter(one: AddedMember, other: AddedMember): boolean {
  return (one.sortTime - other.sortTime || one.rank - other.rank || one.id - other.id) > 0
}
