import { UsageError } from '../errors/usage-error.ts'
import type { ArchiveOptions } from '../options/archive-options.ts'
import { hasPassword } from './has-password.ts'
import { isPostgresAddress, type PostgresAddress, parsePostgresAddress } from './postgres-address.ts'

/** The name of the archive among the providers that a command can read. */
export const ARCHIVE = 'archive'

/** Where an archive is: in a file, or in PostgreSQL. */
export type ArchiveAddress = FileAddress | PostgresAddress

interface FileAddress {
  readonly kind: 'file'
  readonly path: string
  /** What messages show. */
  readonly label: string
}

/** An archive that is gone when the command ends. */
const IN_MEMORY = ':memory:'

export function isInMemory(address: ArchiveAddress): boolean {
  return address.kind === 'file' && address.path === IN_MEMORY
}

/** The file of an archive; undefined if it is in none. */
export function fileOf(address: ArchiveAddress): string | undefined {
  return address.kind === 'file' ? address.path : undefined
}

/**
 * Where the archive is: what `--archive` says, else SMS_ARCHIVE. With `--simulate`, SMS_ARCHIVE is not used, so that
 * made-up messages never reach the archive of real ones: without `--archive`, the archive is in memory.
 *
 * @throws {UsageError} if none is named.
 */
export function chooseArchive({
  archive,
  simulate,
}: ArchiveOptions & { readonly simulate?: boolean }): ArchiveAddress {
  if (archive !== undefined) return parseArchiveAddress('--archive', archive)
  return simulate ? parseArchiveAddress('--archive', IN_MEMORY) : archiveOfEnvironment('--archive FILE')
}

/**
 * Where the archive of SMS_ARCHIVE is.
 *
 * @param otherwise How it can be named on the command line.
 * @throws {UsageError} if none is named.
 */
export function archiveOfEnvironment(otherwise: string): ArchiveAddress {
  const address = process.env['SMS_ARCHIVE']
  if (address === undefined || address.trim() === '') {
    throw new UsageError(`Name the archive by ${otherwise}, or set SMS_ARCHIVE.`)
  }
  return parseArchiveAddress('SMS_ARCHIVE', address)
}

/**
 * @param name What the address was given by.
 * @throws {UsageError} for an address of something else. No error shows the address: it may contain a password.
 */
export function parseArchiveAddress(name: string, text: string): ArchiveAddress {
  if (isPostgresAddress(text)) return parsePostgresAddress(name, text)
  // SQLite reads an address that begins with `file:` in a way of its own.
  if (/^[\s"']*(?:file:|[a-z][a-z0-9+.-]*:\/\/)/i.test(text) || hasPassword(text)) {
    throw new UsageError(
      `${name}: this is no address of an archive. Name a file, or postgres://HOST/DATABASE.`,
    )
  }
  return { kind: 'file', path: text, label: text }
}
