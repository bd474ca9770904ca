import { UsageError } from '../errors/usage-error.ts'
import type { ArchiveOptions } from '../options/archive-options.ts'
import { hasPassword } from './has-password.ts'

/** The name of the archive among the providers that a command can read. */
export const ARCHIVE = 'archive'

/** An archive that is gone when the command ends. */
export const IN_MEMORY = ':memory:'

/**
 * The file of the archive: that of `--archive`, else of SMS_ARCHIVE. With `--simulate`, SMS_ARCHIVE is not used, so that
 * made-up messages never reach the archive of real ones: without `--archive`, the archive is in memory.
 *
 * @throws {UsageError} if no file is named.
 */
export function archiveFile({ archive, simulate }: ArchiveOptions & { readonly simulate?: boolean }): string {
  const address = archive ?? (simulate ? IN_MEMORY : process.env['SMS_ARCHIVE'])
  if (address === undefined || address.trim() === '') {
    throw new UsageError('Name the file of the archive by --archive FILE, or set SMS_ARCHIVE.')
  }
  const name = archive === undefined ? 'SMS_ARCHIVE' : '--archive'
  // Neither error shows the address: it may contain a password.
  if (/^[\s"']*postgres(?:ql)?:/i.test(address)) {
    throw new UsageError(
      `${name}: an archive in PostgreSQL needs the package @sms/archive-postgres, which is not available yet. Name a file.`,
    )
  }
  // SQLite reads an address that begins with `file:` in a way of its own.
  if (/^[\s"']*(?:file:|[a-z][a-z0-9+.-]*:\/\/)/i.test(address) || hasPassword(address)) {
    throw new UsageError(`${name}: this is an address. Name a file.`)
  }
  return address
}
