/**
 * The archive of `@sms/archive` in PostgreSQL.
 *
 * @module @sms/archive-postgres
 */
export { openPostgresArchive, type OpenPostgresOptions } from './open-postgres-archive.ts'
