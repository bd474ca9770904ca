import { createHash, type Hash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { fileErrorCode } from '../errors/file-error-code.ts'

/**
 * The file that an export grows in until it is complete. Two states that export to the same file have parts with different
 * numbers.
 */
export function partPath(output: string, number: number): string {
  return number === 1 ? `${output}.part` : `${output}.${number}.part`
}

/** Whether a path may be a part of an output. */
export function isPartOf(path: string, output: string): boolean {
  return path.startsWith(`${output}.`) && path.endsWith('.part')
}

/** A part that is open for appending. */
export interface Part {
  readonly number: number
  readonly file: FileHandle
  /** Of its whole content. */
  readonly hash: Hash
}

/** What a state records of its part. */
export interface RecordedPart {
  readonly part: number
  readonly bytes: number
  readonly digest: string
}

/** Creates an empty part under the first free number. The parts of other states stay: they can be resumed. */
export async function createPart(output: string): Promise<Part> {
  for (let number = 1; ; number += 1) {
    try {
      // Exclusive creation follows no link.
      const file = await open(partPath(output, number), 'ax', 0o600)
      return { number, file, hash: createHash('sha256') }
    } catch (error) {
      if (fileErrorCode(error) !== 'EEXIST') throw error
    }
  }
}

/**
 * Opens a part and removes everything after the length that the state records.
 *
 * @returns null if there is no part, or if it does not begin as the state records.
 */
export async function reopenPart(output: string, recorded: RecordedPart): Promise<Part | null> {
  const { part: number, bytes, digest } = recorded
  const file = await openExisting(partPath(output, number))
  if (file === null) return null
  const hash = createHash('sha256')
  if (bytes > 0) {
    const known = file.createReadStream({ start: 0, end: bytes - 1, autoClose: false })
    for await (const chunk of known) hash.update(chunk as Buffer)
  }
  if (hash.copy().digest('hex') === digest) {
    await file.truncate(bytes)
    return { number, file, hash }
  }
  await file.close()
  return null
}

async function openExisting(path: string): Promise<FileHandle | null> {
  try {
    // Windows has no such flag.
    const noLinks = constants.O_NOFOLLOW ?? 0
    return await open(path, constants.O_RDWR | constants.O_APPEND | noLinks)
  } catch (error) {
    const code = fileErrorCode(error)
    // ELOOP: it is a link, which no run creates.
    if (code === 'ENOENT' || code === 'ELOOP') return null
    throw error
  }
}
