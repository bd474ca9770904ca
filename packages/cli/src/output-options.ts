import { plainTarget, type ResumableQuery, resumableTarget, type Target } from './destinations/target.ts'
import type { FormatName } from './formats/format.ts'
import { formatOfFile } from './formats/format-of-file.ts'
import { paper, type Screen, terminalScreen } from './formats/screen.ts'
import { UsageError } from './usage-error.ts'

/** What the command line says about what to write, and where. */
export interface OutputOptions {
  readonly format?: FormatName
  readonly raw?: boolean
  readonly bom?: boolean
  readonly output?: string
  readonly outputDir?: string
  readonly resume?: string
}

/**
 * The format to write in: the one that was asked for; else the one that the name of the file stands for; else a
 * transcript on a terminal, and JSON Lines for programs.
 *
 * @param isOfMany Whether one file holds several lists, which no transcript can.
 * @throws {UsageError} for options that do not go together.
 */
export function chooseFormat(options: OutputOptions, isOfMany = false): FormatName {
  checkPlaces(options)
  const { format, raw, bom, output, outputDir, resume } = options
  const isForPrograms = isOfMany || resume !== undefined || outputDir !== undefined
  const chosen = format ?? (output === undefined ? usualFormat(isForPrograms) : formatOfFile(output))
  if (raw && chosen !== 'jsonl') throw new UsageError('--raw goes with --format jsonl only.')
  if (bom && chosen !== 'csv') throw new UsageError('--bom goes with --format csv only.')
  if (chosen === 'transcript' && (isOfMany || resume !== undefined)) {
    const option = isOfMany ? '--participants' : '--resume'
    throw new UsageError(`${option} goes with --format jsonl or csv, not with a transcript.`)
  }
  return chosen
}

function checkPlaces({ output, outputDir, resume }: OutputOptions): void {
  if (outputDir !== undefined && output !== undefined) {
    throw new UsageError('Name a file by --output or a folder by --output-dir, not both.')
  }
  if (resume === undefined) return
  if (outputDir !== undefined) {
    throw new UsageError(
      '--resume goes with --output FILE, not with --output-dir: there, each file is whole or missing, so list only the participants that are missing.',
    )
  }
  if (output === undefined) throw new UsageError('--resume needs --output FILE.')
}

function usualFormat(isForPrograms: boolean): FormatName {
  return process.stdout.isTTY && !isForPrograms ? 'transcript' : 'jsonl'
}

/** What a transcript is laid out for. */
export function chooseScreen({ output, outputDir }: OutputOptions): Screen {
  return output === undefined && outputDir === undefined ? terminalScreen() : paper
}

/**
 * Where to write to; null if everything that was asked for is there already.
 *
 * @throws {UsageError} if it cannot be written, another run writes it, or the state is of something else.
 */
export function chooseTarget(
  { output, resume }: OutputOptions,
  query: ResumableQuery,
): Promise<Target | null> {
  return output === undefined || resume === undefined
    ? plainTarget(output)
    : resumableTarget(output, resume, query)
}
