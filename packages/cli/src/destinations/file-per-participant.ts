import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { counted } from '../formats/counted.ts'
import type { Format } from '../formats/format.ts'
import type { Destination } from './destination.ts'
import { followLinks } from './follow-links.ts'
import { type Lock, lock } from './lock.ts'
import { lockFile, orUsageError } from './locked-file.ts'
import { participantFileName } from './participant-file-name.ts'
import type { Target } from './target.ts'
import { wholeFile } from './whole-file.ts'

/** A target and its format. */
export interface FilePerParticipant<T> {
  readonly format: Format<T>
  readonly target: Target
}

/**
 * One file for each participant, in a folder. A file appears when it is complete.
 *
 * @param extension Of the files.
 * @param makeFormat Makes a format for each file, because a format may keep items.
 * @throws {UsageError} if the folder cannot be made, or another run writes there.
 */
export async function filePerParticipant<T>(
  folder: string,
  extension: string,
  makeFormat: () => Format<T>,
): Promise<FilePerParticipant<T>> {
  const formats = new Map<string, Format<T>>()
  const files = new Map<string, Destination>()
  let complete = 0
  const folderLock = await orUsageError('--output-dir', () => lockFolder(folder))

  function formatOf(participant: string): Format<T> {
    const format = formats.get(participant) ?? makeFormat()
    formats.set(participant, format)
    return format
  }

  async function fileOf(participant: string): Promise<Destination> {
    const name = join(folder, `${participantFileName(participant)}${extension}`)
    const file =
      files.get(participant) ??
      (await wholeFile(await lockFile('--output-dir', name), formatOf(participant).head))
    files.set(participant, file)
    return file
  }

  async function dropUnfinished(): Promise<string> {
    for (const file of files.values()) await file.abandon('')
    return `${counted(complete, 'complete file')} in ${folder}. The others were not written.`
  }

  const destination: Destination = {
    position: () => null,
    async append(text, participant, position) {
      const file = await fileOf(participant)
      await file.append(text, participant, position)
      if (!position.isDone) return
      files.delete(participant)
      await file.finish(formatOf(participant).tail())
      formats.delete(participant)
      complete += 1
    },
    finish: () => Promise.resolve(`${counted(complete, 'file')} in ${folder}`),
    finishPartly: dropUnfinished,
    abandon: dropUnfinished,
  }
  return {
    format: {
      head: '',
      page: (items, participant) => formatOf(String(participant)).page(items, null),
      tail: () => '',
    },
    target: {
      state: null,
      open: () => Promise.resolve(destination),
      [Symbol.asyncDispose]: () => folderLock.release(),
    },
  }
}

/** The name of the lock begins with a dot, unlike the file of any participant. */
async function lockFolder(folder: string): Promise<Lock> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return lock(join(await followLinks(folder), '.sms'), folder)
}
