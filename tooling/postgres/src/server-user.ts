import { execFileSync } from 'node:child_process'
import { chownSync, cpSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Whose rights a program has. Empty for those of this process. */
export interface User {
  readonly uid?: number
  readonly gid?: number
}

/** The user that a server runs as: PostgreSQL refuses to run as root, so root starts it as the user that owns nothing. */
export function serverUser(): User {
  if (process.getuid?.() !== 0) return {}
  return { uid: idOf('-u'), gid: idOf('-g') }
}

function idOf(option: '-u' | '-g'): number {
  return Number(execFileSync('id', [option, 'nobody'], { encoding: 'utf8' }))
}

/** Makes a folder the user's own. */
export function own(folder: string, { uid, gid }: User): void {
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid)
}

/**
 * The programs where the user can run them: in a copy within a folder, if they lie in one that only root may enter, such as
 * `/root`.
 */
export function reachablePrograms(programs: string, user: User, folder: string): string {
  if (user.uid === undefined || isOpen(programs)) return programs
  const copy = join(folder, 'programs')
  // The programs find their libraries and settings beside their folder.
  cpSync(dirname(programs), copy, { recursive: true, verbatimSymlinks: true })
  return join(copy, 'bin')
}

function isOpen(folder: string): boolean {
  const isEntered = (statSync(folder).mode & 0o001) !== 0
  const parent = dirname(folder)
  return isEntered && (parent === folder || isOpen(parent))
}
