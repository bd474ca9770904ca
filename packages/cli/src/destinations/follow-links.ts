import { readlink, realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { fileErrorCode } from '../errors/file-error-code.ts'

/**
 * The path without symbolic links, of a file that may not exist yet. So two names of one file share a lock, and the file
 * behind a link is written.
 */
export async function followLinks(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if (fileErrorCode(error) !== 'ENOENT') throw error
  }
  const folder = await realpath(dirname(path))
  const link = await linkAt(path)
  return link === null ? join(folder, basename(path)) : followLinks(resolve(folder, link))
}

/** The target of a link; null if there is no link. */
async function linkAt(path: string): Promise<string | null> {
  try {
    return await readlink(path)
  } catch (error) {
    // EINVAL: another run has just created the file.
    if (['ENOENT', 'EINVAL'].includes(fileErrorCode(error) ?? '')) return null
    throw error
  }
}
