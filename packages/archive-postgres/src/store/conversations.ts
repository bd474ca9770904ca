import {
  type ConversationDescription,
  type ConversationName,
  type ConversationPlace,
  type ConversationRow,
  type ListedConversation,
  type ListedRow,
  type SourceFilter,
  type StoredConversation,
  toListedConversation,
  toStoredConversation,
} from '@sms/archive/store'
import type { Connection } from './connection.ts'
import { Parameters } from './parameters.ts'

export async function findConversation(
  connection: Connection,
  { provider, account, participant }: ConversationName,
): Promise<StoredConversation | null> {
  const select = `
    SELECT c.id, c.state, c.messages, c.is_complete, c.last_time, c.listed_time, c.entries
    FROM conversation c JOIN source s ON s.id = c.source_id
    WHERE s.provider = $1 AND s.account = $2 AND c.participant = $3`
  const row = await connection.get<ConversationRow>(select, provider, account, participant)
  return row === undefined ? null : toStoredConversation(row)
}

/** Whose conversations they are. */
export type SourceName = Omit<ConversationName, 'participant'>

/** Makes a conversation, and its source if it is the first one of it. */
export async function createConversation(
  connection: Connection,
  { provider, account, participant }: ConversationName,
): Promise<void> {
  const source = 'INSERT INTO source (provider, account) VALUES ($1, $2) ON CONFLICT DO NOTHING'
  await connection.run(source, provider, account)
  const insert = `
    INSERT INTO conversation (source_id, participant)
    SELECT id, $1 FROM source WHERE provider = $2 AND account = $3
    ON CONFLICT DO NOTHING`
  await connection.run(insert, participant, provider, account)
}

/** Makes conversations, in this order, and their source if they are the first ones of it. */
export async function createConversations(
  connection: Connection,
  { provider, account }: SourceName,
  participants: readonly string[],
): Promise<void> {
  const source = 'INSERT INTO source (provider, account) VALUES ($1, $2) ON CONFLICT DO NOTHING'
  await connection.run(source, provider, account)
  const insert = `
    INSERT INTO conversation (source_id, participant)
    SELECT s.id, one.participant
    FROM source s CROSS JOIN unnest($1::text[]) WITH ORDINALITY AS one (participant, place)
    WHERE s.provider = $2 AND s.account = $3
    ORDER BY one.place
    ON CONFLICT DO NOTHING`
  await connection.run(insert, participants, provider, account)
}

/** The ids of the conversations with some participants, in their order; null for each that is not there. */
export async function conversationIds(
  connection: Connection,
  { provider, account }: SourceName,
  participants: readonly string[],
): Promise<readonly (number | null)[]> {
  const select = `
    SELECT (
      SELECT c.id FROM conversation c
      WHERE c.participant = one.participant
        AND c.source_id = (SELECT id FROM source WHERE provider = $2 AND account = $3)
    ) AS id
    FROM unnest($1::text[]) WITH ORDINALITY AS one (participant, place)
    ORDER BY one.place`
  const rows = await connection.all<{ readonly id: number | null }>(select, participants, provider, account)
  return rows.map(({ id }) => id)
}

const HAS_ONLY_LEFT_OUT = 'messages = 0 AND EXISTS (SELECT FROM left_out WHERE conversation_id = $1)'

export async function describeConversation(
  connection: Connection,
  conversation: number,
  { name, knownTime, entries }: ConversationDescription,
): Promise<void> {
  const update = `
    UPDATE conversation
    SET name = CASE WHEN ${HAS_ONLY_LEFT_OUT} THEN NULL ELSE coalesce($2, name) END,
      listed_time = coalesce($3, listed_time), entries = coalesce($4, entries), activity = greatest(activity, $3)
    WHERE id = $1`
  await connection.run(update, conversation, name, knownTime, entries)
}

/** The ids of conversations with some participants. */
export async function conversationsWith(
  connection: Connection,
  filter: SourceFilter,
  participants: readonly string[],
): Promise<readonly number[]> {
  const parameters = new Parameters()
  const select = `
    SELECT c.id FROM conversation c JOIN source s ON s.id = c.source_id
    WHERE c.participant = ANY(${parameters.add(participants)}::text[]) ${sourceCondition(filter, parameters)}
    ORDER BY c.id`
  const rows = await connection.all<{ readonly id: number }>(select, ...parameters.values)
  return rows.map(({ id }) => id)
}

export async function listConversations(
  connection: Connection,
  filter: SourceFilter,
  after: ConversationPlace | null,
  limit: number,
): Promise<readonly ListedConversation[]> {
  const parameters = new Parameters()
  const isAfter =
    after === null
      ? ''
      : `AND (c.activity, c.id) < (${parameters.add(after.activity)}, ${parameters.add(after.id)})`
  const select = `
    SELECT c.id, c.activity, s.provider, s.account, c.participant, c.name, c.messages, c.first_time, c.last_time,
      c.listed_time, m.body, c.is_complete, c.synced_at
    FROM conversation c JOIN source s ON s.id = c.source_id LEFT JOIN message m ON m.id = c.last_message_id
    WHERE c.synced_at IS NOT NULL ${sourceCondition(filter, parameters)} ${isAfter}
    ORDER BY c.activity DESC, c.id DESC LIMIT ${parameters.add(limit)}`
  const rows = await connection.all<ListedRow>(select, ...parameters.values)
  return rows.map(toListedConversation)
}

/** A condition on a source `s`, to be added to others. */
export function sourceCondition({ provider, account }: SourceFilter, parameters: Parameters): string {
  return [
    ...(provider === undefined ? [] : [`AND s.provider = ${parameters.add(provider)}`]),
    ...(account === undefined ? [] : [`AND s.account = ${parameters.add(account)}`]),
  ].join(' ')
}
