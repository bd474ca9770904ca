import { leftOutKey, NO_KEY, OLD_KEY } from './left-out-key.ts'
import { NO_REPEAT } from './no-repeat.ts'
import type { LeftOutPlace } from './page-store.ts'

/** Which messages are removed, and what is kept of them. */
export interface Removal {
  readonly ids: readonly number[]
  /** Conversations that are removed afterwards: no place in them is kept. */
  readonly goneConversations: readonly number[]
  /**
   * The archive's id if the messages are removed because of their age, so that the keys of those without a time are kept in the
   * form of `leftOutKey`; else null.
   */
  readonly keepKeysFor: string | null
}

/** The place of a message that is removed, in one of its conversations, as a database returns it. */
export interface RemovedRow {
  readonly conversation_id: number
  readonly position: number
  readonly absent_since: number | null
  readonly key: string
  readonly repeat: number
  readonly time: number | null
}

/** What is known of a message that is left out: its place, and what is kept of its key. */
export interface LeftOutMember extends LeftOutPlace {
  readonly absentSince?: number | null
  readonly hasId?: boolean
}

/** What a conversation has lost. */
export interface LostMessages {
  readonly count: number
  readonly firstTime: number
  readonly lastTime: number
}

/** What is left of messages that are removed. */
export interface RemovedPlaces {
  readonly kept: readonly { readonly conversation: number; readonly member: LeftOutMember }[]
  readonly lost: ReadonlyMap<number, LostMessages>
}

/** Decides what is kept of messages that are removed, in each of their conversations. */
export function removedPlaces(
  rows: readonly RemovedRow[],
  { goneConversations, keepKeysFor }: Removal,
): RemovedPlaces {
  const isGone = new Set(goneConversations)
  const lost = new Map<number, LostMessages>()
  for (const { conversation_id, time } of rows)
    lost.set(conversation_id, addLost(lost.get(conversation_id), time))
  const kept = rows
    .filter(({ conversation_id }) => !isGone.has(conversation_id))
    .map((row) => ({ conversation: row.conversation_id, member: toLeftOutMember(row, keepKeysFor) }))
  return { kept, lost }
}

function toLeftOutMember(
  { position, absent_since: absentSince, key, repeat, time }: RemovedRow,
  keepKeysFor: string | null,
): LeftOutMember {
  if (keepKeysFor === null) return { position, absentSince, key: NO_KEY }
  if (time !== null) return { position, absentSince, key: OLD_KEY }
  return { position, absentSince, key: leftOutKey(keepKeysFor, key), hasId: repeat === NO_REPEAT }
}

function addLost(
  { count, firstTime, lastTime }: LostMessages = { count: 0, firstTime: Infinity, lastTime: -Infinity },
  time: number | null,
): LostMessages {
  return {
    count: count + 1,
    firstTime: Math.min(firstTime, time ?? firstTime),
    lastTime: Math.max(lastTime, time ?? lastTime),
  }
}
