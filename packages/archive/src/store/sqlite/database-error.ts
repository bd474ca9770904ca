import { ArchiveError } from '../../archive-error.ts'

// https://www.sqlite.org/rescode.html
const BUSY = 5
const LOCKED = 6
const READONLY = 8
const DISK_ERROR = 10
const CORRUPT = 11
const FULL = 13
const CANNOT_OPEN = 14
const NOT_A_DATABASE = 26

const ADVICE: ReadonlyMap<number, string> = new Map([
  [READONLY, 'It is read-only: allow this user to write the file and its folder.'],
  [
    DISK_ERROR,
    'The disk reports an error: check that there is room, and that the file may grow. What was committed is safe.',
  ],
  [CORRUPT, 'It is damaged: restore a copy, or sync into a new file.'],
  [FULL, 'The disk is full: make room and sync again. What was committed is safe.'],
  [CANNOT_OPEN, 'It cannot be opened: check that its folder exists and that this user may write there.'],
])

const WITHOUT_FTS5 =
  'Its search index cannot be kept up to date: the SQLite of this Node.js has no FTS5; use Node.js 22.16 or later.'

/** Whether another connection holds a lock that this one needs, so that the same call may succeed soon. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error)
  return code === BUSY || code === LOCKED
}

/** Whether an error of the archive says that this user may only read the file. */
export function isReadOnly(error: unknown): boolean {
  return ArchiveError.is(error, 'storage') && primaryCode(error.cause) === READONLY
}

/** What an error of SQLite means for the archive in a file; any other error as it is. */
export function toArchiveError(error: unknown, path: string): unknown {
  const code = primaryCode(error)
  if (code === null || !(error instanceof Error)) return error
  if (code === NOT_A_DATABASE) return notAnArchive(path)
  const advice = error.message.startsWith('no such module: fts5')
    ? WITHOUT_FTS5
    : (ADVICE.get(code) ?? `SQLite reports: ${error.message}.`)
  return new ArchiveError('storage', `The archive ${path} failed. ${advice}`, { cause: error })
}

export function notAnArchive(path: string): ArchiveError {
  return new ArchiveError(
    'not_an_archive',
    `${path} is not an archive of @sms/archive, and was left as it is; choose another file.`,
  )
}

/** The primary result code of an error of SQLite; null for any other value. */
function primaryCode(error: unknown): number | null {
  if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'ERR_SQLITE_ERROR') return null
  const code: unknown = Reflect.get(error, 'errcode')
  return typeof code === 'number' ? code & 0xff : null
}
