import { type LeftOutMember, type ListEnd, OLD_KEY } from '@sms/archive/store'
import type { Connection } from './connection.ts'
import { Parameters } from './parameters.ts'

/** Keeps the places of messages, so that what the provider lists is still compared with as many members. */
export async function addLeftOut(
  connection: Connection,
  places: readonly { readonly conversation: number; readonly member: LeftOutMember }[],
): Promise<void> {
  if (places.length === 0) return
  const insert = `
    INSERT INTO left_out (conversation_id, position, absent_since, key, has_id)
    SELECT * FROM unnest($1::bigint[], $2::double precision[], $3::bigint[], $4::text[], $5::integer[])`
  await connection.run(
    insert,
    places.map(({ conversation }) => conversation),
    places.map(({ member }) => member.position),
    places.map(({ member }) => member.absentSince ?? null),
    places.map(({ member }) => member.key),
    places.map(({ member }) => (member.hasId === true ? 1 : 0)),
  )
}

export async function findOldPlace(
  connection: Connection,
  conversation: number,
  end: ListEnd,
  count: number | null,
): Promise<number | null> {
  const [near, far] = end === 'top' ? ['ASC', 'DESC'] : ['DESC', 'ASC']
  const parameters = new Parameters()
  const old = `
    SELECT position FROM left_out
    WHERE conversation_id = ${parameters.add(conversation)} AND key = ${parameters.add(OLD_KEY)}`
  const last =
    count === null
      ? `${old} AND absent_since IS NULL`
      : `SELECT position FROM (${old} ORDER BY position ${far} LIMIT ${parameters.add(count)}) furthest`
  const select = `${last} ORDER BY position ${near} LIMIT 1`
  const row = await connection.get<{ readonly position: number }>(select, ...parameters.values)
  return row?.position ?? null
}
