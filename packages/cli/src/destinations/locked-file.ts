import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { sep } from 'node:path'
import { systemCode } from '../errors/system-code.ts'
import { UsageError } from '../errors/usage-error.ts'
import { followLinks } from './follow-links.ts'
import { type Lock, lock } from './lock.ts'

/** A file that only this run writes. */
export interface LockedFile extends Lock {
  /** As it was typed. */
  readonly name: string
  /** Without links. */
  readonly path: string
}

/**
 * Locks the file that an option names.
 *
 * @throws {UsageError} if it is no file, cannot be written, or is being written by another run.
 */
export async function lockFile(option: string, name: string): Promise<LockedFile> {
  return orUsageError(option, async () => {
    if (!(await isFileOrNothing(name))) {
      throw new UsageError(`${option}: ${name} is a folder or a device; name a file, or leave ${option} out.`)
    }
    const path = await followLinks(name)
    return { name, path, ...(await lock(path, name)) }
  })
}

/** What to call a file that is about to be put in its place: whether it replaces another one is no surprise then. */
export function placeOf({ name, path }: LockedFile): string {
  return existsSync(path) ? `${name}, in place of the file that was there` : name
}

/** Reports what the operating system does not allow as what it is: a name that cannot be used. */
export async function orUsageError<Made>(option: string, make: () => Promise<Made>): Promise<Made> {
  try {
    return await make()
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`${option}: ${why}; name a file where you may write.`, { cause })
  }
}

async function isFileOrNothing(path: string): Promise<boolean> {
  // `x/` is a folder, even if there is none yet.
  if (path.endsWith('/') || path.endsWith(sep)) return false
  try {
    return (await stat(path)).isFile()
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return true
    throw error
  }
}
