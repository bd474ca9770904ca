import { rename } from 'node:fs/promises'
import { printNotice } from '../errors/print-notice.ts'
import { UsageError } from '../errors/usage-error.ts'
import type { Destination } from './destination.ts'
import { type LockedFile, orUsageError, placeOf } from './locked-file.ts'
import { createPart, type Part, partPath, reopenPart } from './part-file.ts'
import { type ResumeState, writeState } from './resume-state.ts'

/**
 * A file that can be resumed, even after a crash or a power cut. Each page is on the disk before the state that records
 * it. Resuming removes any content after the recorded length.
 *
 * @param begun The state as it was read, or the one that a new export begins with.
 */
export async function resumableFile(
  output: LockedFile,
  stateFile: LockedFile,
  begun: ResumeState,
  head: string,
): Promise<Destination> {
  const { number, file, hash } = await openPart(output, stateFile, begun)
  let state: ResumeState = { ...begun, part: number }

  async function save(text: string, changes: Partial<ResumeState>): Promise<void> {
    await file.appendFile(text)
    await file.datasync()
    const bytes = state.bytes + Buffer.byteLength(text)
    // It is longer if an earlier page could not be written, or if another program writes to it.
    if ((await file.stat()).size !== bytes) {
      throw new UsageError(
        `Another program writes to ${partPath(output.name, number)}. End it, and run this command again.`,
      )
    }
    const digest = hash.update(text).copy().digest('hex')
    state = { ...state, ...changes, bytes, digest }
    await writeState(stateFile, state)
  }

  if (begun.part === null) await save(head, {})
  return {
    position: (key) => state.positions.get(key) ?? null,
    append: (text, key, position) =>
      save(text, { positions: new Map([...state.positions, [key, position]]) }),
    async finish(rest) {
      await save(rest, { isFinished: true })
      await file.close()
      const place = placeOf(output)
      await rename(partPath(output.path, number), output.path)
      // Another state may use the number from now on.
      await writeState(stateFile, { ...state, part: null })
      return begun.bytes === 0 ? place : `${place}, after those of earlier runs`
    },
    async finishPartly() {
      await file.close()
      return `${partPath(output.name, number)} contains the others. To try the failed ones again, run the same command again.`
    },
    async abandon() {
      await file.close()
      return 'To resume, run the same command again.'
    },
  }
}

async function openPart(output: LockedFile, stateFile: LockedFile, begun: ResumeState): Promise<Part> {
  const { part: number, bytes, digest } = begun
  if (number === null) return orUsageError('--output', () => createOwnPart(output))
  const part = await reopenPart(output.path, { part: number, bytes, digest })
  if (part !== null) return part
  throw new UsageError(
    `${partPath(output.name, number)} does not match ${stateFile.name}. Restore it, or remove ${stateFile.name} to begin again.`,
  )
}

async function createOwnPart({ name, path }: LockedFile): Promise<Part> {
  const part = await createPart(path)
  for (let other = 1; other < part.number; other += 1) {
    printNotice(
      `${partPath(name, other)} belongs to another state and is kept. Remove it if you do not need it.`,
    )
  }
  return part
}

/** Renames a complete part to its output, if an earlier run ended just before that. */
export async function finishRename(
  { path }: LockedFile,
  { part: number, bytes, digest }: ResumeState,
): Promise<void> {
  if (number === null) return
  const part = await reopenPart(path, { part: number, bytes, digest })
  if (part === null) return
  await part.file.close()
  await rename(partPath(path, number), path)
}
