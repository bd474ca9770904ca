import { checkNames, invalidOption } from './check-options.ts'
import type { Archive } from './contract/archive.ts'
import type { OpenOptions } from './contract/open-options.ts'
import { startArchive } from './start-archive.ts'
import { openSqliteStore } from './store/sqlite/sqlite-store.ts'

/**
 * Opens an archive in one SQLite file, which is made if it is missing, readable for its owner only.
 *
 * @param path The file; `':memory:'` for an archive that is gone when it is closed.
 * @throws {ArchiveError} Rejects with `not_an_archive` for a file that is something else, `newer_version` for one that a newer
 * version of the package has written, and `storage` if the file cannot be read or written.
 * @throws {SmsError} Rejects with `invalid_argument` for an option that is unknown or unusable.
 * @example
 * ```ts
 * import { openArchive } from '@sms/archive'
 * import { createSmstools } from '@sms/smstools'
 *
 * await using archive = await openArchive(':memory:') // or a file, such as 'sms.db'
 * const report = await archive.sync(createSmstools(), '+46701740605')
 * console.log(report.added, report.complete) // 120 true
 * ```
 */
export async function openArchive(path: string, options: OpenOptions = {}): Promise<Archive> {
  checkNames(options, ['search'])
  if (typeof path !== 'string' || path === '' || path.includes('\0'))
    throw invalidOption('path', "the name of a file, or ':memory:'")
  const { search = true } = options
  if (typeof search !== 'boolean') throw invalidOption('search', 'true or false')
  return startArchive(await openSqliteStore(path, search))
}
