import { Client } from 'pg'

/** Runs a statement on a connection of its own, and returns its rows. */
export async function runSql<Row extends object>(
  url: string,
  sql: string,
  ...values: readonly string[]
): Promise<readonly Row[]> {
  const client = new Client(url)
  await client.connect()
  try {
    const { rows } = await client.query<Row>(sql, [...values])
    return rows
  } finally {
    await client.end()
  }
}
