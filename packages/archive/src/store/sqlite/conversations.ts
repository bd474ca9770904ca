import {
  type ConversationRow,
  type ListedRow,
  toListedConversation,
  toStoredConversation,
} from '../conversation-row.ts'
import type {
  ConversationDescription,
  ConversationName,
  ConversationPlace,
  ListedConversation,
  SourceFilter,
  StoredConversation,
} from '../conversation-store.ts'
import type { Database } from './database.ts'
import { textsOf } from './texts-of.ts'

const FIND = `
  SELECT c.id, c.state, c.messages, c.is_complete, c.last_time, c.listed_time, c.entries
  FROM conversation c JOIN source s ON s.id = c.source_id
  WHERE s.provider = ? AND s.account = ? AND c.participant = ?`

export function findConversation(
  database: Database,
  { provider, account, participant }: ConversationName,
): StoredConversation | null {
  const row = database.get<ConversationRow>(FIND, provider, account, participant)
  return row === undefined ? null : toStoredConversation(row)
}

/** Makes a conversation, and its source if it is the first one of it. */
export function createConversation(
  database: Database,
  { provider, account, participant }: ConversationName,
): void {
  database.run(
    'INSERT INTO source (provider, account) VALUES (?, ?) ON CONFLICT DO NOTHING',
    provider,
    account,
  )
  const insert = `
    INSERT INTO conversation (source_id, participant)
    SELECT id, ? FROM source WHERE provider = ? AND account = ?
    ON CONFLICT DO NOTHING`
  database.run(insert, participant, provider, account)
}

const HAS_ONLY_LEFT_OUT = 'messages = 0 AND EXISTS (SELECT 1 FROM left_out WHERE conversation_id = ?1)'

export function describeConversation(
  database: Database,
  conversation: number,
  { name, knownTime, entries }: ConversationDescription,
): void {
  const update = `
    UPDATE conversation
    SET name = CASE WHEN ${HAS_ONLY_LEFT_OUT} THEN NULL ELSE coalesce(?2, name) END, listed_time = coalesce(?3, listed_time), entries = coalesce(?4, entries),
      activity = max(activity, coalesce(?3, 0))
    WHERE id = ?1`
  database.run(update, conversation, name, knownTime, entries)
}

/** The ids of conversations with some participants. */
export function conversationsWith(
  database: Database,
  filter: SourceFilter,
  participants: readonly string[],
): readonly number[] {
  const { condition, values } = sourceCondition(filter)
  const select = `
    SELECT c.id FROM source s CROSS JOIN conversation c ON c.source_id = s.id
    WHERE c.participant IN (SELECT value FROM json_each(?)) ${condition}`
  const rows = database.all<{ readonly id: number }>(select, textsOf(participants), ...values)
  return rows.map(({ id }) => id)
}

export function listConversations(
  database: Database,
  filter: SourceFilter,
  after: ConversationPlace | null,
  limit: number,
): readonly ListedConversation[] {
  const { condition, values } = sourceCondition(filter)
  const isAfter = after === null ? '' : 'AND (c.activity, c.id) < (?, ?)'
  const place = after === null ? [] : [after.activity, after.id]
  // CROSS JOIN keeps SQLite from reading by source, and sorting.
  const select = `
    SELECT c.id, c.activity, s.provider, s.account, c.participant, c.name, c.messages, c.first_time, c.last_time,
      c.listed_time, m.body, c.is_complete, c.synced_at
    FROM conversation c CROSS JOIN source s ON s.id = c.source_id LEFT JOIN message m ON m.id = c.last_message_id
    WHERE c.synced_at IS NOT NULL ${condition} ${isAfter}
    ORDER BY c.activity DESC, c.id DESC LIMIT ?`
  return database.all<ListedRow>(select, ...values, ...place, limit).map(toListedConversation)
}

/** A condition on a source `s`, to be added to others, and its values. */
export function sourceCondition({ provider, account }: SourceFilter): {
  readonly condition: string
  readonly values: readonly string[]
} {
  const conditions = [
    ...(provider === undefined ? [] : ['AND s.provider = ?']),
    ...(account === undefined ? [] : ['AND s.account = ?']),
  ]
  return {
    condition: conditions.join(' '),
    values: [provider, account].filter((value) => value !== undefined),
  }
}
