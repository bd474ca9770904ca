import { type ArchiveRecord, NO_REPEAT, targetNotEmpty } from '@sms/archive/store'
import type { Connection } from './connection.ts'
import { indexMessages, markIndexed } from './search-index.ts'

type Kind = ArchiveRecord['kind']
type RecordOf<Name extends Kind> = Extract<ArchiveRecord, { readonly kind: Name }>
type Column = string | number | null

/**
 * Makes sure, within the transaction that fills an archive, that it has never stored anything.
 *
 * @throws {ArchiveError} `conflict` if it has.
 */
export async function beginLoading(connection: Connection): Promise<void> {
  const used = `
    SELECT sequence > 0 OR rules > 0 OR EXISTS (SELECT FROM conversation) AS is_used FROM archive`
  const row = await connection.get<{ readonly is_used: boolean }>(used)
  if (row?.is_used !== false) throw targetNotEmpty()
}

/**
 * Stores records of one batch.
 *
 * @param isSearchable Whether its messages are to be found by their words.
 */
export async function loadRecords(
  connection: Connection,
  records: readonly ArchiveRecord[],
  isSearchable: boolean,
): Promise<void> {
  for (const settings of ofKind(records, 'settings')) await loadSettings(connection, settings)
  await loadConversations(connection, ofKind(records, 'conversation'))
  await loadRoutes(connection, ofKind(records, 'route'))
  for (const { sha256, bytes } of ofKind(records, 'content'))
    await connection.run('INSERT INTO content (sha256, bytes) VALUES ($1, $2)', sha256, bytes)
  const messages = ofKind(records, 'message')
  await loadMessages(connection, messages)
  if (isSearchable && messages.length > 0) await indexMessages(connection, messages)
  await loadSharedMembers(connection, ofKind(records, 'shared member'))
  await loadLeftOut(connection, ofKind(records, 'left out'))
  await loadErasures(connection, records)
}

/** Completes what follows from the records. */
export async function endLoading(connection: Connection, isSearchable: boolean): Promise<void> {
  await connection.run(`
    UPDATE conversation c SET last_sort_time = m.sort_time, last_rank = m.rank FROM message m
    WHERE m.id = c.last_message_id`)
  // The id of an erased conversation is not used again: followers know it.
  await connection.run(`
    SELECT setval(pg_get_serial_sequence('conversation', 'id'), greatest(max(id), 1), max(id) IS NOT NULL)
    FROM (SELECT id FROM conversation UNION ALL SELECT conversation_id FROM erasure) used (id)`)
  await connection.run(`
    SELECT setval(pg_get_serial_sequence('route', 'id'), greatest(max(id), 1), max(id) IS NOT NULL) FROM route`)
  await connection.run(`
    SELECT setval(pg_get_serial_sequence('left_out', 'id'), least(min(id), -1), min(id) IS NOT NULL) FROM left_out`)
  if (isSearchable) await markIndexed(connection)
}

function ofKind<Name extends Kind>(records: readonly ArchiveRecord[], name: Name): readonly RecordOf<Name>[] {
  return records.filter((record): record is RecordOf<Name> => record.kind === name)
}

/**
 * Inserts a row for each item.
 *
 * @param columns Each column with its type, and its value of an item.
 */
async function insert<Item>(
  connection: Connection,
  table: string,
  items: readonly Item[],
  columns: Readonly<Record<string, readonly [type: string, value: (item: Item) => Column]>>,
): Promise<void> {
  if (items.length === 0) return
  const entries = Object.entries(columns)
  const names = entries.map(([name]) => name).join(', ')
  const arrays = entries.map(([, [type]], at) => `$${at + 1}::${type}[]`).join(', ')
  // Ids stay as they are, although the database gives those of new rows.
  const statement = `
    INSERT INTO ${table} (${names}) OVERRIDING SYSTEM VALUE SELECT * FROM unnest(${arrays})`
  await connection.run(statement, ...entries.map(([, [, value]]) => items.map(value)))
}

async function loadSettings(
  connection: Connection,
  { id, sequence, rules, salt, prunedBefore, pruning }: RecordOf<'settings'>,
): Promise<void> {
  const update =
    'UPDATE archive SET id = $1, sequence = $2, rules = $3, salt = $4, pruned_before = $5, pruning = $6'
  await connection.run(update, id, sequence, rules, salt, prunedBefore, pruning)
}

async function loadConversations(
  connection: Connection,
  conversations: readonly RecordOf<'conversation'>[],
): Promise<void> {
  if (conversations.length === 0) return
  const names = [
    conversations.map(({ provider }) => provider),
    conversations.map(({ account }) => account),
  ] as const
  const addSources = `
    INSERT INTO source (provider, account) SELECT DISTINCT provider, account
    FROM unnest($1::text[], $2::text[]) n (provider, account) ON CONFLICT DO NOTHING`
  await connection.run(addSources, ...names)
  const find = `
    SELECT s.id, s.provider, s.account FROM source s
    WHERE (s.provider, s.account) IN (SELECT * FROM unnest($1::text[], $2::text[]))`
  interface SourceRow {
    readonly id: number
    readonly provider: string
    readonly account: string
  }
  const rows = await connection.all<SourceRow>(find, ...names)
  const sources = new Map(rows.map((row) => [JSON.stringify([row.provider, row.account]), row.id]))
  await insert(connection, 'conversation', conversations, {
    id: ['bigint', ({ id }) => id],
    source_id: ['bigint', ({ provider, account }) => sources.get(JSON.stringify([provider, account])) ?? 0],
    participant: ['text', ({ participant }) => participant],
    name: ['text', ({ name }) => name],
    messages: ['bigint', ({ messages }) => messages],
    first_time: ['bigint', ({ firstTime }) => firstTime],
    last_time: ['bigint', ({ lastTime }) => lastTime],
    listed_time: ['bigint', ({ listedTime }) => listedTime],
    last_message_id: ['bigint', ({ lastMessage }) => lastMessage],
    activity: ['bigint', ({ activity }) => activity],
    is_complete: ['integer', ({ isComplete }) => (isComplete ? 1 : 0)],
    synced_at: ['bigint', ({ syncedAt }) => syncedAt],
    entries: ['text', ({ entries }) => entries],
    state: ['text', ({ state }) => state],
  })
}

async function loadRoutes(connection: Connection, routes: readonly RecordOf<'route'>[]): Promise<void> {
  await insert(connection, 'route', routes, {
    id: ['bigint', ({ id }) => id],
    conversation_id: ['bigint', ({ conversation }) => conversation],
    direction: ['text', ({ direction }) => direction],
    addresses: ['text', ({ addresses }) => addresses],
  })
}

async function loadMessages(connection: Connection, messages: readonly RecordOf<'message'>[]): Promise<void> {
  if (messages.length === 0) return
  const find = 'SELECT id, source_id FROM conversation WHERE id = ANY($1::bigint[])'
  const rows = await connection.all<{ readonly id: number; readonly source_id: number }>(find, [
    ...new Set(messages.map(({ conversation }) => conversation)),
  ])
  const sources = new Map(rows.map(({ id, source_id }) => [id, source_id]))
  await insert(connection, 'message', messages, {
    id: ['bigint', ({ id }) => id],
    changed: ['bigint', ({ changed }) => changed],
    source_id: ['bigint', ({ conversation }) => sources.get(conversation) ?? 0],
    conversation_id: ['bigint', ({ conversation }) => conversation],
    route_id: ['bigint', ({ route }) => route],
    repeat: ['integer', ({ repeat }) => repeat ?? NO_REPEAT],
    position: ['double precision', ({ position }) => position],
    absent_since: ['bigint', ({ absentSince }) => absentSince],
    absent_again: ['bigint', ({ absentAgain }) => absentAgain],
    refresh_from: ['bigint', ({ refreshFrom }) => refreshFrom],
    sort_time: ['bigint', ({ sortTime }) => sortTime],
    rank: ['double precision', ({ rank }) => rank],
    time: ['bigint', ({ time }) => time],
    first_seen: ['bigint', ({ firstSeen }) => firstSeen],
    read_at: ['bigint', ({ readAt }) => readAt],
    vanished_at: ['bigint', ({ vanishedAt }) => vanishedAt],
    attachments_due: ['bigint', ({ attachmentsDue }) => attachmentsDue],
    status: ['text', ({ status }) => status],
    key: ['text', ({ key }) => key],
    body: ['text', ({ body }) => body],
    raw: ['text', ({ raw }) => raw],
  })
  const statuses = messages.flatMap(({ id, statuses: seen }) => seen.map((one) => ({ id, ...one })))
  await insert(connection, 'status', statuses, {
    message_id: ['bigint', ({ id }) => id],
    seen_at: ['bigint', ({ seenAt }) => seenAt],
    status: ['text', ({ status }) => status],
  })
  await loadAttachments(connection, messages)
}

async function loadAttachments(
  connection: Connection,
  messages: readonly RecordOf<'message'>[],
): Promise<void> {
  const attachments = messages.flatMap(({ id, attachments: tried }) => tried.map((one) => ({ id, ...one })))
  if (attachments.length === 0) return
  const rows = await connection.all<{ readonly id: number; readonly sha256: string }>(
    'SELECT id, sha256 FROM content WHERE sha256 = ANY($1::text[])',
    attachments.map(({ sha256 }) => sha256).filter((sha256) => sha256 !== null),
  )
  const contents = new Map(rows.map(({ id, sha256 }) => [sha256, id]))
  await insert(connection, 'attachment', attachments, {
    message_id: ['bigint', ({ id }) => id],
    number: ['integer', ({ index }) => index],
    url: ['text', ({ url }) => url],
    content_type: ['text', ({ contentType }) => contentType],
    content_id: ['bigint', ({ sha256 }) => (sha256 === null ? null : (contents.get(sha256) ?? null))],
    error_code: ['text', ({ error }) => error?.code ?? null],
    error_message: ['text', ({ error }) => error?.message ?? null],
    attempts: ['integer', ({ attempts }) => attempts],
    retry_at: ['bigint', ({ retryAt }) => retryAt],
  })
}

async function loadSharedMembers(
  connection: Connection,
  members: readonly RecordOf<'shared member'>[],
): Promise<void> {
  if (members.length === 0) return
  const statement = `
    INSERT INTO shared_member (message_id, conversation_id, position, absent_since, absent_again, sort_time, rank)
    SELECT n.*, m.sort_time, m.rank
    FROM unnest($1::bigint[], $2::bigint[], $3::double precision[], $4::bigint[], $5::bigint[])
      n (message_id, conversation_id, position, absent_since, absent_again)
    JOIN message m ON m.id = n.message_id`
  await connection.run(
    statement,
    members.map(({ message }) => message),
    members.map(({ conversation }) => conversation),
    members.map(({ position }) => position),
    members.map(({ absentSince }) => absentSince),
    members.map(({ absentAgain }) => absentAgain),
  )
}

async function loadLeftOut(connection: Connection, places: readonly RecordOf<'left out'>[]): Promise<void> {
  await insert(connection, 'left_out', places, {
    id: ['bigint', ({ id }) => id],
    conversation_id: ['bigint', ({ conversation }) => conversation],
    position: ['double precision', ({ position }) => position],
    absent_since: ['bigint', ({ absentSince }) => absentSince],
    absent_again: ['bigint', ({ absentAgain }) => absentAgain],
    key: ['text', ({ key }) => key],
    has_id: ['integer', ({ hasId }) => (hasId ? 1 : 0)],
  })
}

async function loadErasures(connection: Connection, records: readonly ArchiveRecord[]): Promise<void> {
  await insert(connection, 'erasure', ofKind(records, 'erasure'), {
    conversation_id: ['bigint', ({ conversation }) => conversation],
    sequence: ['bigint', ({ sequence }) => sequence],
  })
  await insert(connection, 'erased_address', ofKind(records, 'erased address'), {
    digest: ['text', ({ digest }) => digest],
    person: ['text', ({ person }) => person],
  })
  await insert(connection, 'pending_erasure', ofKind(records, 'pending erasure'), {
    participant: ['text', ({ participant }) => participant],
  })
}
