import { UsageError } from '../errors/usage-error.ts'
import type { ArchiveOptions } from '../options/archive-options.ts'
import { archiveOfEnvironment, parseArchiveAddress } from './archive-address.ts'
import type { PostgresAddress } from './postgres-address.ts'

/**
 * Where the archive is that workers sync. Also with `--simulate`: it is not in memory.
 *
 * @throws {UsageError} if none is named, or if it is a file, which has no queue.
 */
export function choosePostgres({ archive }: ArchiveOptions): PostgresAddress {
  const address =
    archive === undefined
      ? archiveOfEnvironment('--archive postgres://HOST/DATABASE')
      : parseArchiveAddress('--archive', archive)
  if (address.kind === 'postgres') return address
  throw new UsageError(
    'Workers need an archive in PostgreSQL, not a file. Name it by --archive postgres://HOST/DATABASE.',
  )
}
