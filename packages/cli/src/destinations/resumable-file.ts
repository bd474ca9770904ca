import { existsSync, statSync } from 'node:fs'
import { type FileHandle, open, rename, truncate, unlink } from 'node:fs/promises'
import { UsageError } from '../usage-error.ts'
import type { Destination } from './destination.ts'
import { checkNoPart, createPart, partOf } from './part-file.ts'
import { beginState, type ResumeState, writeState } from './resume-state.ts'

/**
 * A file that is gone on with after whatever ended the process. After each page the text is on the disk first, then
 * the state that knows of it; what stands behind the length in the state was on its way, and is cut off.
 *
 * @param begun The state as it was read or, for a new file, as it begins.
 */
export async function resumableFile(
  path: string,
  statePath: string,
  begun: ResumeState,
  head: string,
): Promise<Destination> {
  let state = begun
  const part = await openPart(path, statePath, begun)

  async function save(text: string, changes: Partial<ResumeState>): Promise<void> {
    await part.appendFile(text)
    await part.datasync()
    const bytes = state.bytes + Buffer.byteLength(text)
    // Longer when a page before was refused by the disk, or when another run writes there as well.
    if ((await part.stat()).size !== bytes) {
      throw new UsageError(`${partOf(path)} has grown by something else; end what else writes it.`)
    }
    state = { ...state, ...changes, bytes }
    await writeState(statePath, state)
  }

  if (state.bytes === 0) await save(head, {})
  return {
    position: (key) => (Object.hasOwn(state.positions, key) ? (state.positions[key] ?? null) : null),
    append: (text, key, position) => save(text, { positions: { ...state.positions, [key]: position } }),
    async finish(rest) {
      await save(rest, { isFinished: true })
      await part.close()
      await rename(partOf(path), path)
    },
    async finishPartly() {
      await part.close()
      return `${partOf(path)} holds the others; to try these again, run the same command again.`
    },
    async abandon() {
      await part.close()
      return 'To go on, run the same command again.'
    },
  }
}

async function openPart(path: string, statePath: string, begun: ResumeState): Promise<FileHandle> {
  const part = partOf(path)
  if (!existsSync(statePath)) {
    checkNoPart(path)
    // The state is there first: a part without one belongs to somebody else.
    await beginState(statePath, begun)
    try {
      return await createPart(path)
    } catch (error) {
      await unlink(statePath)
      throw error
    }
  }
  const size = existsSync(part) ? statSync(part).size : 0
  if (size < begun.bytes) {
    throw new UsageError(
      `${part} is not what ${statePath} knows of; bring it back, or remove ${statePath} to begin again.`,
    )
  }
  if (!existsSync(part)) return createPart(path)
  await truncate(part, begun.bytes)
  return open(part, 'a')
}

/** Puts the file where it belongs, should the process have ended just before that. */
export async function settle(path: string, { bytes }: ResumeState): Promise<void> {
  const part = partOf(path)
  if (existsSync(part) && statSync(part).size === bytes) await rename(part, path)
}
