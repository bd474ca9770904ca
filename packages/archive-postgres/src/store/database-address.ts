import { ArchiveError, invalidOption } from '@sms/archive/store'
import pg from 'pg'

// An `@` after the host is that of a password with a `/`, the rest of which is not the name of a database.
const ADDRESS = /^postgres(?:ql)?:\/\/[^/]*(?:\/[^@?#]*)?(?:[?#]|$)/
const LAST_PORT = 65_535

/**
 * Names the database that a URL and the environment lead to, without the user and the password.
 *
 * @throws {SmsError} `invalid_argument` if the URL is none of a PostgreSQL database.
 * @throws {ArchiveError} `storage` if a file that it names cannot be read.
 */
export function databaseAt(url: string): string {
  if (!ADDRESS.test(url)) throw unusable()
  try {
    const { host, port, database } = new pg.Client({ connectionString: url })
    // A pool that cannot even try to connect never closes.
    if (!(port > 0 && port <= LAST_PORT)) throw unusable()
    return `the database ${database ?? ''} at ${host}:${port}`
  } catch (error) {
    // Neither error is the cause: one shows the URL, and so a password.
    const file: unknown = error instanceof Error ? Reflect.get(error, 'syscall') : null
    if (typeof file !== 'string') throw unusable()
    throw new ArchiveError('storage', 'A certificate that the URL of the database names cannot be read.')
  }
}

function unusable(): Error {
  const expected =
    'the URL of a database, such as postgres://user@host:5432/database, with `/`, `@`, `?` and `#` in a name or a password as %2F, %40, %3F and %23'
  return invalidOption('url', expected)
}
