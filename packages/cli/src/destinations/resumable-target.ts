import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { printNotice } from '../errors/print-notice.ts'
import { UsageError } from '../errors/usage-error.ts'
import { followLinks } from './follow-links.ts'
import { type LockedFile, lockFile, orUsageError } from './locked-file.ts'
import { isPartOf } from './part-file.ts'
import { finishRename, resumableFile } from './resumable-file.ts'
import { readState, type ResumeState } from './resume-state.ts'
import type { ResumableRead, Target } from './target.ts'

/**
 * A file that can be resumed; null if it is already complete.
 *
 * @throws {UsageError} if the state belongs to another command.
 */
export async function resumableTarget(
  output: string,
  statePath: string,
  read: ResumableRead,
): Promise<Target | null> {
  await checkNames(output, statePath)
  const file = await lockFile('--output', output)
  const stateFile = await releaseIfItFails([file], () => lockFile('--resume', statePath))
  const locks = [stateFile, file]
  const state = await releaseIfItFails(locks, () => stateToResume(file, stateFile, read))
  if (state === null) {
    await release(locks)
    return null
  }
  return {
    state,
    open: (head) => resumableFile(file, stateFile, state, head),
    [Symbol.asyncDispose]: () => release(locks),
  }
}

async function checkNames(output: string, statePath: string): Promise<void> {
  const file = await orUsageError('--output', () => followLinks(output))
  const state = await orUsageError('--resume', () => followLinks(statePath))
  const names = [file, `${file}.lock`, state, `${state}.lock`]
  if (new Set(names).size === names.length && !isPartOf(state, file)) return
  throw new UsageError(
    `--resume: ${statePath} is --output, or a file that sms makes beside it. Name another file.`,
  )
}

async function releaseIfItFails<Made>(
  locks: readonly LockedFile[],
  make: () => Promise<Made>,
): Promise<Made> {
  try {
    return await make()
  } catch (error) {
    await release(locks)
    throw error
  }
}

async function release(locks: readonly LockedFile[]): Promise<void> {
  for (const one of locks) await one.release()
}

/** The state to resume from; null if the file is already complete. */
async function stateToResume(
  output: LockedFile,
  stateFile: LockedFile,
  { query, keys, times }: ResumableRead,
): Promise<ResumeState | null> {
  const state = readState(stateFile, { ...query, output: basename(output.name) }, times)
  const requested = new Set(keys)
  const isOneMissing = [...state.positions.keys()].some((key) => !requested.has(key))
  const isAllDone = keys.every((key) => state.positions.get(key)?.isDone)
  if (isOneMissing || (state.isFinished && !isAllDone)) {
    throw new UsageError(
      `--resume: ${stateFile.name} belongs to other participants. Repeat that command, or name another file.`,
    )
  }
  if (!state.isFinished) return state
  await finishRename(output, state)
  if (!existsSync(output.path)) {
    throw new UsageError(
      `--resume: ${output.name} was complete and is missing. To read everything again, remove ${stateFile.name}.`,
    )
  }
  printNotice(`${output.name} is already complete. To read everything again, remove ${stateFile.name}.`)
  return null
}
