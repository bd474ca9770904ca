import { existsSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import { partOf } from './destinations/part-file.ts'
import { settle } from './destinations/resumable-file.ts'
import { type Query, readState, type ResumeState } from './destinations/resume-state.ts'
import type { FormatName } from './formats/format.ts'
import { paper, type Screen, terminalScreen } from './formats/screen.ts'
import { tell } from './report.ts'
import { UsageError } from './usage-error.ts'
import type { Target } from './write-export.ts'

/** What the command line says about what to write, and where. */
export interface OutputOptions {
  readonly format?: FormatName
  readonly raw?: boolean
  readonly output?: string
  readonly resume?: string
}

/**
 * The format to write in: the one that was asked for; else a transcript on a terminal, and JSON Lines for programs.
 *
 * @param isOfMany Whether there are several lists, which no transcript can hold.
 * @throws {UsageError} for options that do not go together.
 */
export function chooseFormat({ format, raw, output, resume }: OutputOptions, isOfMany = false): FormatName {
  const chosen = format ?? usualFormat(output, isOfMany || resume !== undefined)
  if (raw && chosen !== 'jsonl') throw new UsageError('--raw goes with --format jsonl only.')
  if (resume !== undefined && output === undefined) throw new UsageError('--resume needs --output FILE.')
  if (chosen === 'transcript' && (isOfMany || resume !== undefined)) {
    const option = isOfMany ? '--participants' : '--resume'
    throw new UsageError(`${option} goes with --format jsonl or csv, not with a transcript.`)
  }
  return chosen
}

function usualFormat(output: string | undefined, isForPrograms: boolean): FormatName {
  if (output !== undefined) return extname(output) === '.csv' ? 'csv' : 'jsonl'
  return process.stdout.isTTY && !isForPrograms ? 'transcript' : 'jsonl'
}

/** What a transcript is laid out for. */
export function chooseScreen({ output }: OutputOptions): Screen {
  return output === undefined ? terminalScreen() : paper
}

/**
 * Where to write to; null when all that was asked for is there already.
 *
 * @param query What is read, should it be gone on with.
 * @param keys Of the lists that are asked for.
 * @throws {UsageError} for a state of something else.
 */
export async function chooseTarget(
  { output, resume }: OutputOptions,
  query: Query,
  keys: readonly string[],
  times: Pick<ResumeState, 'since' | 'until'>,
): Promise<Target | null> {
  if (output === undefined || resume === undefined) return { output, resume: null }
  if (new Set([output, partOf(output), resume, partOf(resume)].map((path) => resolve(path))).size < 4) {
    throw new UsageError(`--resume: ${resume} is --output, or beside it under its name; name another file.`)
  }
  const state = readState(resume, { ...query, output: basename(output) }, times)
  const asked = new Set(keys)
  const gone = Object.keys(state.positions).some((key) => !asked.has(key))
  const isAll = keys.every((key) => state.positions[key]?.isDone)
  if (gone || (state.isFinished && !isAll)) {
    throw new UsageError(
      `--resume: ${resume} belongs to other participants; repeat that command, or name another file.`,
    )
  }
  if (!state.isFinished) return { output, resume: { path: resume, state } }
  await settle(output, state)
  if (!existsSync(output)) {
    throw new UsageError(`--resume: ${output} was whole and is gone; to read it anew, remove ${resume}.`)
  }
  tell(`${output} is whole already; to read everything anew, remove ${resume}.`)
  return null
}
