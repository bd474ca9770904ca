import { ArchiveError } from './archive-error.ts'

/**
 * Parses JSON that the archive has written.
 *
 * @throws {ArchiveError} `storage` if the file was damaged since. The parser's own error shows a part of the text, so it is
 * not the cause.
 */
export function parseStored(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw damaged()
  }
}

/** The error for content that the archive has not written so. */
export function damaged(): ArchiveError {
  return new ArchiveError('storage', 'The archive is damaged: restore a copy, or sync into a new file.')
}
