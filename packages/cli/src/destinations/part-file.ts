import { existsSync, statSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { UsageError } from '../usage-error.ts'

/** Where a file grows until it is whole. */
export function partOf(path: string): string {
  return `${path}.part`
}

/** @throws {UsageError} when somebody else's part is there: it may hold the only copy of something. */
export function checkNoPart(path: string): void {
  const part = partOf(path)
  if (!existsSync(part)) return
  throw new UsageError(
    `${part} is there already: another run is writing it, or one was ended. Go on with the --resume it was begun with, or remove it.`,
  )
}

/** @throws {UsageError} when it cannot be made. */
export async function createPart(path: string): Promise<FileHandle> {
  checkNoPart(path)
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) {
    throw new UsageError(`--output: ${path} is a folder or a device; name a file, or leave --output out.`)
  }
  try {
    return await open(partOf(path), 'ax', 0o600)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`--output: ${why}; name a file where you may write.`, { cause })
  }
}
