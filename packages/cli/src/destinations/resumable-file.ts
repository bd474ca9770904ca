import { rename } from 'node:fs/promises'
import { UsageError } from '../errors/usage-error.ts'
import type { Destination } from './destination.ts'
import { type LockedFile, orUsageError, placeOf } from './locked-file.ts'
import { createPart, type Part, partOf, reopenPart } from './part-file.ts'
import { type ResumeState, writeState } from './resume-state.ts'

/**
 * A file that can be resumed after whatever ended the process. After each page the text is on the disk first, then
 * the state that knows of it. What is behind the length in the state was being written, and is cut off.
 *
 * @param begun The state as it was read or, for a new file, as it begins.
 */
export async function resumableFile(
  output: LockedFile,
  stateFile: LockedFile,
  begun: ResumeState,
  head: string,
): Promise<Destination> {
  let state = begun
  const { file, hash } = await openPart(output, stateFile, begun)

  async function save(text: string, changes: Partial<ResumeState>): Promise<void> {
    await file.appendFile(text)
    await file.datasync()
    const bytes = state.bytes + Buffer.byteLength(text)
    // Longer if the disk refused a page before, or if another program writes there as well.
    if ((await file.stat()).size !== bytes) {
      throw new UsageError(`${partOf(output.name)} has grown by something else; end what else writes it.`)
    }
    const digest = hash.update(text).copy().digest('hex')
    state = { ...state, ...changes, bytes, digest }
    await writeState(stateFile, state)
  }

  if (state.bytes === 0) await save(head, {})
  return {
    position: (key) => state.positions.get(key) ?? null,
    append: (text, key, position) =>
      save(text, { positions: new Map([...state.positions, [key, position]]) }),
    async finish(rest) {
      await save(rest, { isFinished: true })
      await file.close()
      const place = placeOf(output)
      await rename(partOf(output.path), output.path)
      return begun.bytes === 0 ? place : `${place}, after those of earlier runs`
    },
    async finishPartly() {
      await file.close()
      return `${partOf(output.name)} holds the others; to try these again, run the same command again.`
    },
    async abandon() {
      await file.close()
      return 'To resume, run the same command again.'
    },
  }
}

async function openPart(output: LockedFile, stateFile: LockedFile, begun: ResumeState): Promise<Part> {
  if (begun.bytes === 0) return orUsageError('--output', () => createPart(output.path))
  const part = await reopenPart(output.path, begun)
  if (part !== null) return part
  throw new UsageError(
    `${partOf(output.name)} is not what ${stateFile.name} knows of; bring it back, or remove ${stateFile.name} to begin again.`,
  )
}

/** Puts the file where it belongs, if the process ended just before that. */
export async function settle({ path }: LockedFile, state: ResumeState): Promise<void> {
  const part = await reopenPart(path, state)
  if (part === null) return
  await part.file.close()
  await rename(partOf(path), path)
}
