import type { Connection } from './connection.ts'

/**
 * Uses up numbers of changes that add no message, within a transaction that runs alone. The index knows all messages up to the
 * last of them, too, if it knew all up to now.
 */
export async function drawNumbers(connection: Connection, count: number): Promise<void> {
  const draw = `
    UPDATE archive SET sequence = sequence + $1, indexed = CASE WHEN indexed = sequence THEN sequence + $1 ELSE indexed END`
  await connection.run(draw, count)
}

/** The number of the last change. */
export async function lastChange(connection: Connection): Promise<number> {
  const row = await connection.get<{ readonly sequence: number }>('SELECT sequence FROM archive')
  return row?.sequence ?? 0
}
