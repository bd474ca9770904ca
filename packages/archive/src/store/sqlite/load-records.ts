import { targetNotEmpty } from '../../copy/target-not-empty.ts'
import type {
  ArchiveRecord,
  ConversationRecord,
  LeftOutRecord,
  RouteRecord,
  SettingsRecord,
  SharedMemberRecord,
  StoredMessageRecord,
} from '../archive-record.ts'
import { NO_REPEAT } from '../no-repeat.ts'
import type { Database } from './database.ts'
import { type IndexState, indexMessage, markIndexed, openIndex } from './search-index.ts'

/**
 * Makes sure, within the transaction that fills an archive, that it has never stored anything.
 *
 * @param isSearchable Whether its messages are to be found by their words.
 * @throws {ArchiveError} `conflict` if it has.
 */
export function beginLoading(database: Database, isSearchable: boolean): IndexState {
  const used = `
    SELECT sequence > 0 OR rules > 0 OR EXISTS (SELECT 1 FROM conversation) AS is_used FROM archive`
  if (database.get<{ readonly is_used: number }>(used)?.is_used !== 0) throw targetNotEmpty()
  return openIndex(database, isSearchable)
}

export function loadRecord(database: Database, record: ArchiveRecord, index: IndexState): void {
  switch (record.kind) {
    case 'settings':
      return loadSettings(database, record)
    case 'conversation':
      return loadConversation(database, record)
    case 'route':
      return loadRoute(database, record)
    case 'content':
      insert(database, 'content (sha256, bytes)', record.sha256, record.bytes)
      return
    case 'message':
      loadMessage(database, record)
      if (index.isComplete) indexMessage(database, record.id, record.body)
      return
    case 'shared member':
      return loadSharedMember(database, record)
    case 'left out':
      return loadLeftOut(database, record)
    case 'erasure':
      insert(database, 'erasure (conversation_id, sequence)', record.conversation, record.sequence)
      return
    case 'erased address':
      insert(database, 'erased_address (digest, person)', record.digest, record.person)
      return
    case 'pending erasure':
      insert(database, 'pending_erasure (participant)', record.participant)
  }
}

/** Completes what follows from the records. */
export function endLoading(database: Database, index: IndexState): void {
  database.run(`
    UPDATE conversation
    SET (last_sort_time, last_rank) = (SELECT sort_time, rank FROM message WHERE id = last_message_id)`)
  // The id of an erased conversation is not used again: followers know it.
  database.run("DELETE FROM sqlite_sequence WHERE name = 'conversation'")
  database.run(`
    INSERT INTO sqlite_sequence (name, seq)
    SELECT 'conversation', max((SELECT coalesce(max(id), 0) FROM conversation),
      (SELECT coalesce(max(conversation_id), 0) FROM erasure))`)
  if (index.isComplete) markIndexed(database)
}

type Value = string | number | null | Uint8Array

/** @param columns The table, and its columns in the order of the values. */
function insert(database: Database, columns: string, ...values: readonly Value[]): void {
  database.run(`INSERT INTO ${columns} VALUES (${values.map(() => '?').join(', ')})`, ...values)
}

function loadSettings(
  database: Database,
  { id, sequence, rules, salt, prunedBefore, pruning }: SettingsRecord,
): void {
  const update =
    'UPDATE archive SET id = ?, sequence = ?, rules = ?, salt = ?, pruned_before = ?, pruning = ?'
  database.run(update, id, sequence, rules, salt, prunedBefore, pruning)
}

function loadConversation(database: Database, record: ConversationRecord): void {
  const { provider, account } = record
  const addSource = 'INSERT INTO source (provider, account) VALUES (?, ?) ON CONFLICT DO NOTHING'
  database.run(addSource, provider, account)
  const source = database.get<{ readonly id: number }>(
    'SELECT id FROM source WHERE provider = ? AND account = ?',
    provider,
    account,
  )
  insert(
    database,
    `conversation (id, source_id, participant, name, messages, first_time, last_time, listed_time, last_message_id,
      activity, is_complete, synced_at, entries, state)`,
    record.id,
    source?.id ?? 0,
    record.participant,
    record.name,
    record.messages,
    record.firstTime,
    record.lastTime,
    record.listedTime,
    record.lastMessage,
    record.activity,
    record.isComplete ? 1 : 0,
    record.syncedAt,
    record.entries,
    record.state,
  )
}

function loadRoute(database: Database, { id, conversation, direction, addresses }: RouteRecord): void {
  insert(
    database,
    'route (id, conversation_id, direction, addresses)',
    id,
    conversation,
    direction,
    addresses,
  )
}

function loadMessage(database: Database, record: StoredMessageRecord): void {
  const add = `
    INSERT INTO message (id, changed, source_id, conversation_id, route_id, key, repeat, position, absent_since,
      absent_again, refresh_from, sort_time, rank, time, status, first_seen, read_at, vanished_at, attachments_due,
      body, raw)
    VALUES (?1, ?2, (SELECT source_id FROM conversation WHERE id = ?3), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,
      ?14, ?15, ?16, ?17, ?18, ?19, ?20)`
  const { id } = record
  database.run(
    add,
    id,
    record.changed,
    record.conversation,
    record.route,
    record.key,
    record.repeat ?? NO_REPEAT,
    record.position,
    record.absentSince,
    record.absentAgain,
    record.refreshFrom,
    record.sortTime,
    record.rank,
    record.time,
    record.status,
    record.firstSeen,
    record.readAt,
    record.vanishedAt,
    record.attachmentsDue,
    record.body,
    record.raw,
  )
  for (const { status, seenAt } of record.statuses)
    insert(database, 'status (message_id, seen_at, status)', id, seenAt, status)
  for (const { index, url, contentType, sha256, error, attempts, retryAt } of record.attachments) {
    const addAttachment = `
      INSERT INTO attachment (message_id, number, url, content_type, content_id, error_code, error_message, attempts,
        retry_at)
      VALUES (?, ?, ?, ?, (SELECT id FROM content WHERE sha256 = ?), ?, ?, ?, ?)`
    const { code = null, message = null } = error ?? {}
    database.run(addAttachment, id, index, url, contentType, sha256, code, message, attempts, retryAt)
  }
}

function loadSharedMember(
  database: Database,
  { conversation, message, position, absentSince, absentAgain }: SharedMemberRecord,
): void {
  const add = `
    INSERT INTO shared_member (conversation_id, sort_time, rank, message_id, position, absent_since, absent_again)
    SELECT ?, sort_time, rank, id, ?, ?, ? FROM message WHERE id = ?`
  database.run(add, conversation, position, absentSince, absentAgain, message)
}

function loadLeftOut(
  database: Database,
  { id, conversation, position, absentSince, absentAgain, key, hasId }: LeftOutRecord,
): void {
  const columns = 'left_out (id, conversation_id, position, absent_since, absent_again, key, has_id)'
  insert(database, columns, id, conversation, position, absentSince, absentAgain, key, hasId ? 1 : 0)
}
