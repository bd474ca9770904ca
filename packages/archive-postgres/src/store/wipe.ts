import type { Database } from './database.ts'
import { rewriteTables } from './rewrite-tables.ts'

/** Overwrites what was removed: see `Store.wipe`. */
export async function wipe(database: Database, isPatient: boolean): Promise<boolean> {
  const row = await database.read((connection) =>
    connection.get<{ readonly rules: number; readonly unwiped: number }>(
      'SELECT rules, unwiped FROM archive',
    ),
  )
  if (row === undefined || row.unwiped === 0) return true
  if (!(await rewriteTables(database, isPatient))) return false
  // What others have removed meanwhile, they wipe.
  const done = 'UPDATE archive SET unwiped = 0 WHERE rules = $1'
  await database.writeInOrder((connection) => connection.run(done, row.rules))
  return true
}
