import { messageTokens, type Place } from '@sms/archive/store'
import type { Connection } from './connection.ts'

/**
 * What is indexed of a row `w` of `search`. What a search selects by is with the tokens, so that it need not read all
 * messages that have them. The tokens are stored beside the index in the order of the text, with a space around
 * each: so a phrase is a part of them. A `tsvector` knows no more than 256 places of a word.
 */
export const LEXEMES = "array_to_tsvector(string_to_array(btrim(w.tokens), ' '))"

/** A message that is to be found by its words. */
export interface IndexedMessage extends Place {
  readonly conversation: number
  readonly body: string
}

/** Adds messages to the index. */
export async function indexMessages(
  connection: Connection,
  messages: readonly IndexedMessage[],
): Promise<void> {
  const insert = `
    INSERT INTO search (message_id, conversation_id, sort_time, rank, tokens)
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::double precision[], $5::text[])`
  await connection.run(
    insert,
    messages.map(({ id }) => id),
    messages.map(({ conversation }) => conversation),
    messages.map(({ sortTime }) => sortTime),
    messages.map(({ rank }) => rank),
    messages.map(({ body }) => writeTokens(body)),
  )
}

/** Replaces the old tokens of messages, of those that are in the index. */
export async function reindexMessages(
  connection: Connection,
  messages: readonly Pick<IndexedMessage, 'id' | 'body'>[],
): Promise<void> {
  const update = `
    UPDATE search w SET tokens = n.tokens FROM unnest($1::bigint[], $2::text[]) n (id, tokens)
    WHERE w.message_id = n.id AND w.tokens <> n.tokens`
  await connection.run(
    update,
    messages.map(({ id }) => id),
    messages.map(({ body }) => writeTokens(body)),
  )
}

/** Says that all messages are in the index. */
export async function markIndexed(connection: Connection): Promise<void> {
  await connection.run('UPDATE archive SET indexed = sequence')
}

export async function isIndexed(connection: Connection): Promise<boolean> {
  const { sequence, indexed } = await readIndexed(connection)
  return indexed === sequence
}

/**
 * Adds messages to the index that were stored without it, in the order of their numbers.
 *
 * @returns Whether the index is complete now.
 */
export async function extendIndex(connection: Connection, limit: number): Promise<boolean> {
  const { indexed } = await readIndexed(connection)
  const rows = await connection.all<IndexedMessage>(
    `SELECT id, conversation_id AS conversation, sort_time AS "sortTime", rank, body
     FROM message WHERE id > $1 ORDER BY id LIMIT $2`,
    indexed,
    limit,
  )
  await indexMessages(connection, rows)
  const last = rows[limit - 1]
  if (last === undefined) await markIndexed(connection)
  else await connection.run('UPDATE archive SET indexed = $1', last.id)
  return last === undefined
}

interface IndexedRow {
  readonly sequence: number
  /** All messages up to this number are in the index, and no others. */
  readonly indexed: number
}

async function readIndexed(connection: Connection): Promise<IndexedRow> {
  const row = await connection.get<IndexedRow>('SELECT sequence, indexed FROM archive')
  return row ?? { sequence: 0, indexed: 0 }
}

function writeTokens(body: string): string {
  return ` ${messageTokens(body).join(' ')} `
}
