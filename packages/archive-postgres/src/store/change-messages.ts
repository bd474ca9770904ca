import {
  type ChangeableRow,
  fileAddresses,
  isNews,
  type MessageRecord,
  statusesToAdd,
} from '@sms/archive/store'
import { removeUnusedContents } from './attachments.ts'
import type { Connection } from './connection.ts'
import type { PageContext } from './page-context.ts'
import { findRoutes, requireRoutes } from './routes.ts'
import { reindexMessages } from './search-index.ts'

/** A message as a page shows it. */
export interface ContentChange {
  readonly messageId: number
  readonly record: MessageRecord
}

interface Row extends ChangeableRow {
  readonly id: number
  readonly last_seen: number | null
}

interface Changed {
  readonly row: Row
  readonly record: MessageRecord
}

/** Updates messages, of those that `isNews` says are to be updated. */
export async function changeMessages(
  connection: Connection,
  context: PageContext,
  changes: readonly ContentChange[],
): Promise<void> {
  if (changes.length === 0) return
  const { page, sequence, updated } = context
  const select = `
    SELECT m.id, m.conversation_id, t.direction, t.addresses, m.time, m.status, m.first_seen, m.read_at, m.body,
      (SELECT max(seen_at) FROM status WHERE message_id = m.id) AS last_seen
    FROM message m JOIN route t ON t.id = m.route_id WHERE m.id = ANY($1::bigint[])`
  const ids = changes.map(({ messageId }) => messageId)
  const rows = new Map((await connection.all<Row>(select, ids)).map((row) => [row.id, row]))
  const changed: Changed[] = []
  for (const { messageId, record } of changes) {
    const row = rows.get(messageId)
    if (row === undefined || !isNews(row, record, page.requestedAt)) continue
    // Of two that a page shows of one message, the first one counts.
    rows.delete(messageId)
    changed.push({ row, record })
    updated.add(messageId)
  }
  if (changed.length === 0) return
  await writeRows(connection, context, changed)
  sequence.next += changed.length
  await addStatuses(connection, context, changed)
  const rewritten = changed
    .filter(({ row, record }) => row.body !== record.body)
    .map(({ row, record }) => ({ id: row.id, body: record.body }))
  if (rewritten.length === 0) return
  await removeOtherFiles(connection, rewritten)
  await reindexMessages(connection, rewritten)
}

async function writeRows(
  connection: Connection,
  { page, sequence }: PageContext,
  changed: readonly Changed[],
): Promise<void> {
  const wanted = changed.map(({ row, record }) => ({
    conversation: row.conversation_id,
    direction: record.direction,
    addresses: record.addresses,
  }))
  const routes = await requireRoutes(connection, wanted, await findRoutes(connection, wanted))
  const update = `
    UPDATE message m
    SET changed = n.changed, route_id = n.route, time = n.time, status = n.status, refresh_from = n.refresh_from,
      read_at = $1, body = n.body, raw = n.raw, attachments_due = n.due
    FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::bigint[], $8::text[], $9::text[],
      $10::bigint[]) n (id, changed, route, time, status, refresh_from, body, raw, due)
    WHERE m.id = n.id`
  await connection.run(
    update,
    page.receivedAt,
    changed.map(({ row }) => row.id),
    changed.map((_, at) => sequence.next + at),
    routes,
    changed.map(({ record }) => record.time),
    changed.map(({ record }) => record.status),
    changed.map(({ record }) => record.refreshFrom),
    changed.map(({ record }) => record.body),
    changed.map(({ record }) => record.raw),
    // Its files may be others now.
    changed.map(({ record }) => (record.hasAttachments ? 0 : null)),
  )
}

async function addStatuses(
  connection: Connection,
  { page: { receivedAt } }: PageContext,
  changed: readonly Changed[],
): Promise<void> {
  const added = changed.flatMap(({ row, record }) =>
    statusesToAdd(row, record.status, { lastSeen: row.last_seen, receivedAt }).map((seen) => ({
      id: row.id,
      ...seen,
    })),
  )
  if (added.length === 0) return
  const insert = `
    INSERT INTO status (message_id, seen_at, status) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[])
    ON CONFLICT DO NOTHING`
  await connection.run(
    insert,
    added.map(({ id }) => id),
    added.map(({ seenAt }) => seenAt),
    added.map(({ status }) => status),
  )
}

/** Removes the files that messages do not have any more. */
async function removeOtherFiles(
  connection: Connection,
  messages: readonly { readonly id: number; readonly body: string }[],
): Promise<void> {
  const kept = messages.flatMap(({ id, body }) =>
    fileAddresses(body).map((url, number) => ({ id, number, url })),
  )
  const remove = `
    DELETE FROM attachment a WHERE message_id = ANY($1::bigint[]) AND NOT EXISTS (
      SELECT FROM unnest($2::bigint[], $3::integer[], $4::text[]) k (id, number, url)
      WHERE k.id = a.message_id AND k.number = a.number AND k.url = a.url)
    RETURNING content_id`
  const removed = await connection.all<{ readonly content_id: number | null }>(
    remove,
    messages.map(({ id }) => id),
    kept.map(({ id }) => id),
    kept.map(({ number }) => number),
    kept.map(({ url }) => url),
  )
  await removeUnusedContents(connection, removed)
}
