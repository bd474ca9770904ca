import type { TestProject } from 'vitest/node'
import { startPostgres } from './start-postgres.ts'

/** Before the first test file, starts the server that all files share; stops it after the last. */
export default async function shareServer(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const { SMS_TEST_DATABASE_URL } = process.env
  if (SMS_TEST_DATABASE_URL !== undefined) {
    project.provide('postgresUrl', SMS_TEST_DATABASE_URL)
    return undefined
  }
  const server = await startPostgres({ version: project.getProvidedContext().postgresVersion })
  project.provide('postgresUrl', server.url)
  return async () => {
    await server[Symbol.asyncDispose]()
  }
}
