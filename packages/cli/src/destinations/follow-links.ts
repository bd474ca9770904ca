import { readlink, realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { systemCode } from '../errors/system-code.ts'

/**
 * The file that a path means, which may not exist yet. Symbolic links are followed, so that the file they lead to is
 * written and two names of one file share a lock.
 */
export async function followLinks(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
  }
  const folder = await realpath(dirname(path))
  const link = await linkAt(path)
  return link === null ? join(folder, basename(path)) : followLinks(resolve(folder, link))
}

/** What a link says; null if there is none. */
async function linkAt(path: string): Promise<string | null> {
  try {
    return await readlink(path)
  } catch (error) {
    // EINVAL: another run has just made a file of this name.
    if (['ENOENT', 'EINVAL'].includes(systemCode(error) ?? '')) return null
    throw error
  }
}
