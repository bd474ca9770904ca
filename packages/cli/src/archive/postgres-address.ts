import { rememberSecret } from '../credentials/secrets.ts'
import { UsageError } from '../errors/usage-error.ts'

/** An archive in PostgreSQL. */
export interface PostgresAddress {
  readonly kind: 'postgres'
  /** The address of the database, which may contain a password. */
  readonly url: string
  /** The schema; undefined for the default of the package. */
  readonly schema: string | undefined
  /** What messages show: the host, the database and the schema. */
  readonly label: string
}

/** Whether a text is to be an address of PostgreSQL. It may have been pasted with quotes or spaces around it. */
export function isPostgresAddress(text: string): boolean {
  return /^[\s"']*postgres(?:ql)?:/i.test(text)
}

/**
 * Takes an address of PostgreSQL apart: a URL as libpq reads it, in which `?schema=…` may name the schema of the archive.
 *
 * @param name What the address was given by.
 * @throws {UsageError} for one that is no URL. The error does not show it.
 */
export function parsePostgresAddress(name: string, text: string): PostgresAddress {
  const url = parseUrl(text.trim())
  if (url === null) {
    throw new UsageError(
      `${name}: this address is not valid. Write postgres://USER@HOST:PORT/DATABASE without quotes, and the special characters of a password as %XX.`,
    )
  }
  const schema = url.searchParams.get('schema') ?? undefined
  if (schema === '')
    throw new UsageError(`${name}: the schema is empty. Omit it for the default, or name one.`)
  url.searchParams.delete('schema')
  const [, parameter = ''] = /[?&]password=([^&]*)/.exec(url.search) ?? []
  for (const secret of [url.password, parameter, process.env['PGPASSWORD'] ?? ''])
    if (secret !== '') rememberPassword(secret)
  const place = `postgres://${url.host}${url.pathname}`
  const label = schema === undefined ? place : `${place}?schema=${encodeURIComponent(schema)}`
  return { kind: 'postgres', url: url.href, schema, label }
}

/** A password with a special character seems to end before it: then the `@` after it is in another part. */
function parseUrl(text: string): URL | null {
  const url = /^postgres(?:ql)?:\/\//i.test(text) ? URL.parse(text) : null
  return url === null || /[@#]/.test(url.pathname + url.search + url.hash) ? null : url
}

/** An error may show a password as it is written in the address, or as it is. */
function rememberPassword(written: string): void {
  rememberSecret(written)
  try {
    rememberSecret(decodeURIComponent(written))
  } catch (error) {
    if (!(error instanceof URIError)) throw error
  }
}
