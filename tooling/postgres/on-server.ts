import { fileURLToPath } from 'node:url'
import type { InlineConfig } from 'vitest/node'
import type { ServerVersion } from './src/find-programs.ts'

/** What a configuration of tests adds if they need a PostgreSQL: one server for all files of a run. */
export function onServer(version: ServerVersion): InlineConfig {
  return {
    globalSetup: fileURLToPath(new URL('src/share-server.ts', import.meta.url)),
    provide: { postgresVersion: version },
  }
}
