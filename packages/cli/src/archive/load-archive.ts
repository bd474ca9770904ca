import type { copyArchive, openArchive } from '@sms/archive'

/** What the command line uses of `@sms/archive`. */
interface ArchivePackage {
  readonly openArchive: typeof openArchive
  readonly copyArchive: typeof copyArchive
}

/** Imports `@sms/archive`. Only a command that uses an archive does: others need no database, and start faster. */
export async function loadArchive(): Promise<ArchivePackage> {
  loadSqlite()
  return import('@sms/archive')
}

/** Node.js 22 warns on stderr, when it loads SQLite, that this is experimental. The archive is tested with it. */
function loadSqlite(): void {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    process.getBuiltinModule('node:sqlite')
  } finally {
    process.emitWarning = emitWarning
  }
}
