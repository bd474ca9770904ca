import { leftOutKey } from './left-out-key.ts'
import { NO_REPEAT } from './no-repeat.ts'

/** Which messages are removed, and what is kept of them. */
export interface Removal {
  readonly ids: readonly number[]
  /** Conversations that are removed afterwards: no place in them is kept. */
  readonly goneConversations: readonly number[]
  /** The archive's id if the keys of messages without a time are kept in the form of `leftOutKey`; null if none are. */
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

/** The place of a message that is left out. */
export interface LeftOutPlace {
  readonly position: number
  readonly absentSince?: number | null
  /** What is kept of its key. */
  readonly key?: string
  readonly hasId?: boolean
}

/** What is left of messages that are removed. */
export interface RemovedPlaces {
  readonly kept: readonly { readonly conversation: number; readonly place: LeftOutPlace }[]
  /** How many messages each conversation loses. */
  readonly lost: ReadonlyMap<number, number>
}

export function removedPlaces(
  rows: readonly RemovedRow[],
  { goneConversations, keepKeysFor }: Removal,
): RemovedPlaces {
  const isGone = new Set(goneConversations)
  const lost = new Map<number, number>()
  for (const { conversation_id } of rows) lost.set(conversation_id, (lost.get(conversation_id) ?? 0) + 1)
  const kept = rows
    .filter(({ conversation_id }) => !isGone.has(conversation_id))
    .map(({ conversation_id, position, absent_since, key, repeat, time }) => ({
      conversation: conversation_id,
      place: {
        position,
        absentSince: absent_since,
        ...(keepKeysFor !== null && time === null
          ? { key: leftOutKey(keepKeysFor, key), hasId: repeat === NO_REPEAT }
          : {}),
      },
    }))
  return { kept, lost }
}
