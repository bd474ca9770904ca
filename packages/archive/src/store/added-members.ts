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
  let firstTime: number | null = null
  let lastTime: number | null = null
  let last: AddedMember | null = null
  for (const member of added) {
    const { time } = member
    if (time !== null) {
      firstTime = Math.min(firstTime ?? time, time)
      lastTime = Math.max(lastTime ?? time, time)
    }
    if (last === null || isAfter(member, last)) last = member
  }
  return { count: added.length, firstTime, lastTime, last }
}

function isAfter(one: AddedMember, other: AddedMember): boolean {
  return (one.sortTime - other.sortTime || one.rank - other.rank || one.id - other.id) > 0
}
