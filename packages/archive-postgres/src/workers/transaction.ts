import type { Pool, PoolClient } from 'pg'

/** Runs an action in one transaction: all of it or nothing. */
export async function inTransaction<Result>(
  pool: Pool,
  action: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const result = await action(client)
    await client.query('COMMIT')
    client.release()
    return result
  } catch (error) {
    // What the connection is left in is not known. A closed one rolls back.
    client.release(true)
    throw error
  }
}
