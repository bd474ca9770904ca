import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { printNotice } from '../errors/print-notice.ts'
import { UsageError } from '../errors/usage-error.ts'
import type { Destination } from './destination.ts'
import { followLinks } from './follow-links.ts'
import { type LockedFile, lockFile, orUsageError } from './locked-file.ts'
import { isPartOf } from './part-file.ts'
import { finishRename, resumableFile } from './resumable-file.ts'
import { type Query, readState, type ResumeState } from './resume-state.ts'
import { standardOutput } from './standard-output.ts'
import { wholeFile } from './whole-file.ts'

/** A file, a folder or standard output. Its files are locked until it is disposed of. */
export interface Target extends AsyncDisposable {
  /** The state of a resumable export; null for any other. */
  readonly state: ResumeState | null
  /** @param beforeWriting Clears the progress line of the terminal. */
  open(head: string, beforeWriting: () => void): Promise<Destination>
}

/** What a resumable export reads. */
export interface ResumableRead {
  readonly query: Query
  /** The keys of the lists. */
  readonly keys: readonly string[]
  readonly times: Pick<ResumeState, 'since' | 'until'>
}

/** A target from the options; null if the file is already complete. */
export function chooseTarget(
  options: { readonly output?: string | undefined; readonly resume?: string | undefined },
  read: ResumableRead,
): Promise<Target | null> {
  const { output, resume } = options
  return output === undefined || resume === undefined
    ? plainTarget(output)
    : resumableTarget(output, resume, read)
}

/** A file, or standard output if none is named. */
export async function plainTarget(output: string | undefined): Promise<Target> {
  if (output === undefined)
    return { state: null, open: standardOutput, [Symbol.asyncDispose]: async () => {} }
  const file = await lockFile('--output', output)
  return {
    state: null,
    open: (head) => wholeFile(file, head),
    [Symbol.asyncDispose]: () => file.release(),
  }
}

/**
 * A file that can be resumed; null if it is already complete.
 *
 * @throws {UsageError} if the state belongs to another command.
 */
async function resumableTarget(
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
