import type { ArchiveError, ArchiveErrorCode } from '@sms/archive'

/** Like `ArchiveError.is`, without its package, which loads the database: a command without an archive fails without it. */
export function isArchiveError(error: unknown, code?: ArchiveErrorCode): error is ArchiveError {
  return (
    error instanceof Error &&
    error.name === 'ArchiveError' &&
    'code' in error &&
    (code === undefined || error.code === code)
  )
}
