import { createHash, type Hash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { systemCode } from '../errors/system-code.ts'
import type { ResumeState } from './resume-state.ts'

/** Where a file grows over several runs until it is whole. */
export function partOf(path: string): string {
  return `${path}.part`
}

/** A part that was opened for appending. */
export interface Part {
  readonly file: FileHandle
  /** Of everything in it. */
  readonly hash: Hash
}

/** Creates an empty part in place of what may be there: without a state, no one can resume from that. */
export async function createPart(path: string): Promise<Part> {
  await rm(partOf(path), { force: true })
  // Exclusive creation follows no link.
  return { file: await open(partOf(path), 'ax', 0o600), hash: createHash('sha256') }
}

/**
 * Opens a part and cuts off what the state does not know of.
 *
 * @returns null if there is none, or if it does not begin with what the state knows of.
 */
export async function reopenPart(
  path: string,
  { bytes, digest }: Pick<ResumeState, 'bytes' | 'digest'>,
): Promise<Part | null> {
  const file = await openExisting(partOf(path))
  if (file === null) return null
  const hash = createHash('sha256')
  if (bytes > 0) {
    const known = file.createReadStream({ start: 0, end: bytes - 1, autoClose: false })
    for await (const chunk of known) hash.update(chunk as Buffer)
  }
  if (hash.copy().digest('hex') === digest) {
    await file.truncate(bytes)
    return { file, hash }
  }
  await file.close()
  return null
}

async function openExisting(path: string): Promise<FileHandle | null> {
  try {
    // Windows knows no such flag.
    const noLinks = constants.O_NOFOLLOW ?? 0
    return await open(path, constants.O_RDWR | constants.O_APPEND | noLinks)
  } catch (error) {
    const code = systemCode(error)
    // ELOOP: it is a link, which no run made.
    if (code === 'ENOENT' || code === 'ELOOP') return null
    throw error
  }
}
