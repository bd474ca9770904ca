import type { Database } from './database.ts'
import { isReadOnly } from './database-error.ts'
import { mergeIndex } from './search-index.ts'

/** Overwrites what was removed: see `Store.wipe`. */
export async function wipe(database: Database, isPatient: boolean): Promise<boolean> {
  const select = 'SELECT rules, unwiped FROM archive'
  const row = await database.read(() =>
    database.get<{ readonly rules: number; readonly unwiped: number }>(select),
  )
  if (row === undefined || row.unwiped === 0) return true
  try {
    await database.write(() => mergeIndex(database))
    if (!(await database.rewrite(isPatient))) return false
  } catch (error) {
    // A program that may write the file does it.
    if (isReadOnly(error)) return false
    throw error
  }
  // What others have removed meanwhile, they wipe.
  const done = 'UPDATE archive SET unwiped = 0 WHERE rules = ?'
  await database.write(() => database.run(done, row.rules))
  return true
}
