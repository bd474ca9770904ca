import type { DatabaseSync } from 'node:sqlite'
import { rollBack } from './roll-back.ts'

/**
 * Brings a database to the newest schema, in one transaction: a crash leaves it as it was.
 *
 * @param steps What leads from each version to the next.
 */
export function migrate(connection: DatabaseSync, applicationId: number, steps: readonly string[]): void {
  connection.exec('BEGIN IMMEDIATE')
  try {
    // Another process may have done it since.
    const row = connection.prepare('PRAGMA user_version').get()
    for (const step of steps.slice(Number(row?.['user_version']))) connection.exec(step)
    connection.exec(`PRAGMA application_id = ${applicationId}`)
    connection.exec(`PRAGMA user_version = ${steps.length}`)
    connection.exec('COMMIT')
  } catch (error) {
    rollBack(connection)
    throw error
  }
}
