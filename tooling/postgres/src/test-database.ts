import { randomBytes } from 'node:crypto'
import { beforeAll, inject } from 'vitest'
import type { ServerVersion } from './find-programs.ts'
import { runSql } from './run-sql.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Which PostgreSQL the tests run on, unless SMS_TEST_DATABASE_URL names one. */
    readonly postgresVersion: ServerVersion
    /** The URL of the server that all files of a test run share. */
    readonly postgresUrl: string
    /** What the names of the test run's databases begin with. */
    readonly databasePrefix: string
  }
}

/** A database that only one test file uses. */
export interface TestDatabase {
  /** Known when the first test begins. */
  readonly url: string
}

/** Makes a database on the server of the test run before the tests of a file. It is gone after the run. */
export function testDatabase(): TestDatabase {
  const name = inject('databasePrefix') + randomBytes(8).toString('hex')
  const server = inject('postgresUrl')
  const url = new URL(server)
  url.pathname = name
  beforeAll(async () => {
    await runSql(server, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`)
  })
  return { url: url.href }
}
