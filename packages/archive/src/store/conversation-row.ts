import type { ListedConversation, StoredConversation } from './conversation-store.ts'

/** A conversation as a sync needs it, as a database returns it. */
export interface ConversationRow {
  readonly id: number
  readonly state: string | null
  readonly messages: number
  readonly is_complete: number
  readonly last_time: number | null
  readonly listed_time: number | null
  readonly entries: string | null
}

/** A conversation that is listed, as a database returns it. */
export interface ListedRow {
  readonly id: number
  readonly activity: number
  readonly provider: string
  readonly account: string
  readonly participant: string
  readonly name: string | null
  readonly messages: number
  readonly first_time: number | null
  readonly last_time: number | null
  readonly listed_time: number | null
  readonly body: string | null
  readonly is_complete: number
  readonly synced_at: number
}

export function toStoredConversation(row: ConversationRow): StoredConversation {
  const { id, state, messages, is_complete, last_time, listed_time, entries } = row
  return {
    id,
    state,
    messages,
    isComplete: is_complete === 1,
    knownTime: latest(last_time, listed_time),
    entries,
  }
}

export function toListedConversation(row: ListedRow): ListedConversation {
  return {
    id: row.id,
    activity: row.activity,
    provider: row.provider,
    account: row.account,
    participant: row.participant,
    name: row.name,
    messages: row.messages,
    firstTime: row.first_time,
    lastTime: latest(row.last_time, row.listed_time),
    lastBody: row.body,
    isComplete: row.is_complete === 1,
    syncedAt: row.synced_at,
  }
}

function latest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other)
}
