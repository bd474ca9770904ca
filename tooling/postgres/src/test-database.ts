import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import type { ServerVersion } from './find-programs.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Which PostgreSQL the tests run on, unless SMS_TEST_DATABASE_URL names one. */
    readonly postgresVersion: ServerVersion
    /** The URL of the server that all files of a test run share. */
    readonly postgresUrl: string
  }
}

/** A database that only one test file uses. */
export interface TestDatabase {
  /** Known when the first test begins. */
  readonly url: string
}

/** Makes a database on the server of the test run before the tests of a file, and drops it after the last. */
export function testDatabase(): TestDatabase {
  const name = `sms_test_${randomBytes(8).toString('hex')}`
  const server = inject('postgresUrl')
  const url = new URL(server)
  url.pathname = name
  beforeAll(() => run(server, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`))
  afterAll(() => run(server, `DROP DATABASE ${name} WITH (FORCE)`))
  return { url: url.href }
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
