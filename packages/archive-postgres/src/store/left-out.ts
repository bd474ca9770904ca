import { type LeftOutPlace, NO_KEY } from '@sms/archive/store'
import type { Connection } from './connection.ts'

/** Keeps the places of messages, so that what the provider lists is still compared with as many members. */
export async function addLeftOut(
  connection: Connection,
  places: readonly { readonly conversation: number; readonly place: LeftOutPlace }[],
): Promise<void> {
  if (places.length === 0) return
  const insert = `
    INSERT INTO left_out (conversation_id, position, absent_since, key, has_id)
    SELECT * FROM unnest($1::bigint[], $2::double precision[], $3::bigint[], $4::text[], $5::integer[])`
  await connection.run(
    insert,
    places.map(({ conversation }) => conversation),
    places.map(({ place }) => place.position),
    places.map(({ place }) => place.absentSince ?? null),
    places.map(({ place }) => place.key ?? NO_KEY),
    places.map(({ place }) => (place.hasId === true ? 1 : 0)),
  )
}
