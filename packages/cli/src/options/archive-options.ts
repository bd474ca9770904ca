import { type Command, InvalidArgumentError } from 'commander'
import { hasPassword } from '../archive/has-password.ts'
import { fileName } from './option-values.ts'

/** The option that names the archive. */
export interface ArchiveOptions {
  readonly archive?: string
}

/** The options that select a part of the archive. */
export interface ArchiveFilters {
  readonly provider?: string | undefined
  readonly account?: string | undefined
}

export function addArchiveOption(command: Command): Command {
  return command.option(
    '--archive <file>',
    'the archive: a file, or postgres://HOST/DATABASE (default: SMS_ARCHIVE)',
    archiveName,
  )
}

export function addArchiveFilters(command: Command): Command {
  return command
    .option('--provider <name>', 'only what was synced from this provider (archive)')
    .option('--account <name>', 'only what was synced from this account (archive)')
}

/**
 * Checks how an archive is named on the command line.
 *
 * @throws {InvalidArgumentError} for an address with a password: every user of the machine sees the arguments of a program.
 */
export function archiveName(text: string): string {
  if (!hasPassword(text)) return fileName(text)
  throw new InvalidArgumentError(
    'a password in an argument is visible to others. Put the address into SMS_ARCHIVE, or the password into PGPASSWORD.',
  )
}
