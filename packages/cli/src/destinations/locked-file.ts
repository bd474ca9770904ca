import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { sep } from 'node:path'
import { fileErrorCode } from '../errors/file-error-code.ts'
import { UsageError } from '../errors/usage-error.ts'
import { followLinks } from './follow-links.ts'
import { type Lock, lock } from './lock.ts'

/** A file that only this run writes. */
export interface LockedFile extends Lock {
  /** As typed. */
  readonly name: string
  /** Without links. */
  readonly path: string
}

/**
 * Locks the file that an option names.
 *
 * @throws {UsageError} if it is not a file, cannot be written, or another run writes it.
 */
export async function lockFile(option: string, name: string): Promise<LockedFile> {
  return orUsageError(option, async () => {
    if (!(await isFileOrMissing(name))) {
      throw new UsageError(`${option}: ${name} is a folder or a device. Name a file, or omit ${option}.`)
    }
    const path = await followLinks(name)
    return { name, path, ...(await lock(path, name)) }
  })
}

/** How a report names a file that is about to appear. It says whether the file replaces another one. */
export function placeOf({ name, path }: LockedFile): string {
  return existsSync(path) ? `${name}, in place of an older file` : name
}

/** Reports an error of the operating system as a usage error: the user named a file that cannot be written. */
export async function orUsageError<Made>(option: string, make: () => Promise<Made>): Promise<Made> {
  try {
    return await make()
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    const problem = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`${option}: ${problem}. Name a file in a folder where you may write.`, { cause })
  }
}

async function isFileOrMissing(path: string): Promise<boolean> {
  // `x/` names a folder, even if it does not exist.
  if (path.endsWith('/') || path.endsWith(sep)) return false
  try {
    return (await stat(path)).isFile()
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') return true
    throw error
  }
}
