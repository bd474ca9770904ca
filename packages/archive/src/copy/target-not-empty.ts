import { ArchiveError } from '../archive-error.ts'

/** The error of loading an archive into one that has stored something. */
export function targetNotEmpty(): ArchiveError {
  const message =
    'The archive to copy into is not empty: it was used before. It stays as it is; copy into a new one.'
  return new ArchiveError('conflict', message)
}
