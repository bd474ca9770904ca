import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { printNotice } from '../errors/print-notice.ts'
import { UsageError } from '../errors/usage-error.ts'
import type { Destination } from './destination.ts'
import { followLinks } from './follow-links.ts'
import { type LockedFile, lockFile, orUsageError } from './locked-file.ts'
import { partOf } from './part-file.ts'
import { resumableFile, settle } from './resumable-file.ts'
import { type Query, readState, type ResumeState } from './resume-state.ts'
import { standardOutput } from './standard-output.ts'
import { wholeFile } from './whole-file.ts'

/** Where an export goes. Other runs are kept from its files until it is disposed of. */
export interface Target extends AsyncDisposable {
  /** What the export resumes from; null if it cannot be resumed. */
  readonly state: ResumeState | null
  /** @param beforeWriting Makes room on a terminal that shows other things as well. */
  open(head: string, beforeWriting: () => void): Promise<Destination>
}

/** What is read, if it is to be resumed. */
export interface ResumableRead {
  readonly query: Query
  /** Of the lists that are read. */
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
 * A file that can be resumed; null if everything is there already.
 *
 * @throws {UsageError} for a state of something else.
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
  const names = [file, state].flatMap((path) => [path, partOf(path), `${path}.lock`])
  if (new Set(names).size === names.length) return
  throw new UsageError(`--resume: ${statePath} is --output, or beside it under its name; name another file.`)
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

/** What to resume from; null if everything is there already. */
async function stateToResume(
  output: LockedFile,
  stateFile: LockedFile,
  { query, keys, times }: ResumableRead,
): Promise<ResumeState | null> {
  const state = readState(stateFile, { ...query, output: basename(output.name) }, times)
  const asked = new Set(keys)
  const gone = [...state.positions.keys()].some((key) => !asked.has(key))
  const isAll = keys.every((key) => state.positions.get(key)?.isDone)
  if (gone || (state.isFinished && !isAll)) {
    throw new UsageError(
      `--resume: ${stateFile.name} belongs to other participants; repeat that command, or name another file.`,
    )
  }
  if (!state.isFinished) return state
  await settle(output, state)
  if (!existsSync(output.path)) {
    throw new UsageError(
      `--resume: ${output.name} was whole and is gone; to read it anew, remove ${stateFile.name}.`,
    )
  }
  printNotice(`${output.name} is whole already; to read everything anew, remove ${stateFile.name}.`)
  return null
}
