import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Archive } from '@sms/archive'
import { resolve } from 'import-meta-resolve'
import { UsageError } from '../errors/usage-error.ts'
import { installFolders } from '../providers/folders.ts'
import { plugAndPlayAdvice } from '../providers/plug-and-play.ts'

/** What the command line uses of `@sms/archive-postgres`, which it does not depend on. */
export interface PostgresArchivePackage {
  openPostgresArchive(
    url: string,
    options: { readonly schema?: string; readonly create?: boolean },
  ): Promise<Archive>
}

const PACKAGE = '@sms/archive-postgres'

/**
 * Imports `@sms/archive-postgres` from where providers are installed.
 *
 * @throws {UsageError} if it is not installed, or cannot be imported.
 */
export async function loadPostgresArchive(): Promise<PostgresArchivePackage> {
  for (const parent of installFolders(() => {})) {
    if (existsSync(join(parent, 'node_modules', PACKAGE, 'package.json'))) return importFrom(parent)
  }
  const install = `An archive in PostgreSQL needs the package ${PACKAGE}. Try: npm install ${PACKAGE}`
  throw new UsageError([install, plugAndPlayAdvice()].filter(Boolean).join('. '))
}

async function importFrom(parent: string): Promise<PostgresArchivePackage> {
  try {
    return await import(resolve(PACKAGE, pathToFileURL(join(parent, 'package.json')).href))
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`${PACKAGE} cannot be imported: ${problem.replace(/\.$/, '')}. Install it again.`, {
      cause,
    })
  }
}
