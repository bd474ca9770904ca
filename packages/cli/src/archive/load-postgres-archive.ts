import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Archive } from '@sms/archive'
import { resolve } from 'import-meta-resolve'
import { UsageError } from '../errors/usage-error.ts'
import { installFolders } from '../providers/folders.ts'
import { plugAndPlayAdvice } from '../providers/plug-and-play.ts'
import type { WorkersPackage } from './workers-package.ts'

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
export function loadPostgresArchive(): Promise<PostgresArchivePackage> {
  return load(PACKAGE)
}

/**
 * Imports the workers of `@sms/archive-postgres`, with the engine of their queue.
 *
 * @throws {UsageError} if it is not installed, or cannot be imported.
 */
export function loadWorkers(): Promise<WorkersPackage> {
  return load(`${PACKAGE}/workers`)
}

async function load<Exports>(entry: string): Promise<Exports> {
  for (const parent of installFolders(() => {})) {
    if (existsSync(join(parent, 'node_modules', PACKAGE, 'package.json'))) return importFrom(parent, entry)
  }
  const install = `An archive in PostgreSQL needs the package ${PACKAGE}. Try: npm install ${PACKAGE}`
  throw new UsageError([install, plugAndPlayAdvice()].filter(Boolean).join('. '))
}

async function importFrom<Exports>(parent: string, entry: string): Promise<Exports> {
  try {
    return await import(resolve(entry, pathToFileURL(join(parent, 'package.json')).href))
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`${PACKAGE} cannot be imported: ${problem.replace(/\.$/, '')}. Install it again.`, {
      cause,
    })
  }
}
