import { randomBytes } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import { runSql } from './run-sql.ts'
import { startPostgres } from './start-postgres.ts'

/** Before the first test file, starts the server that all files share; stops it after the last. */
export default async function shareServer(project: TestProject): Promise<() => Promise<void>> {
  const prefix = `sms_test_${randomBytes(4).toString('hex')}_`
  project.provide('databasePrefix', prefix)
  const { SMS_TEST_DATABASE_URL: url } = process.env
  if (url !== undefined) {
    project.provide('postgresUrl', url)
    return () => dropDatabases(url, prefix)
  }
  const server = await startPostgres({ version: project.getProvidedContext().postgresVersion })
  project.provide('postgresUrl', server.url)
  return async () => {
    await server[Symbol.asyncDispose]()
  }
}

/**
 * Drops the databases of the test files from a server that stays. Not before the last test: the server would wait for each
 * connection of other files, also for one whose program was suspended.
 */
async function dropDatabases(url: string, prefix: string): Promise<void> {
  const select = 'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)'
  for (const { name } of await runSql<{ name: string }>(url, select, prefix))
    await runSql(url, `DROP DATABASE ${name} WITH (FORCE)`)
}
