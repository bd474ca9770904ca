import { UsageError } from '../errors/usage-error.ts'
import type { OutputOptions } from '../options/output-options.ts'
import { formatOfFile } from './file-extension.ts'
import type { FormatName, ReportFormat } from './format.ts'

/**
 * The format to write: from `--format`; else from the extension of the file; else a transcript on a terminal, and JSON
 * Lines for programs.
 *
 * @param isOfMany Whether one file contains several lists, which a transcript cannot.
 * @throws {UsageError} for options that exclude each other.
 */
export function chooseFormat(options: OutputOptions, isOfMany = false): FormatName {
  checkPlaces(options)
  const { format, raw, bom, output, outputDir, resume } = options
  const isForPrograms = isOfMany || resume !== undefined || outputDir !== undefined
  const chosen = format ?? (output === undefined ? defaultFormat(isForPrograms) : formatOfFile(output))
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
      '--resume goes with --output FILE, not with --output-dir. Each file in the folder is whole or missing: list only the missing participants.',
    )
  }
  if (output === undefined) throw new UsageError('--resume needs --output FILE.')
}

function defaultFormat(isForPrograms: boolean): FormatName {
  return process.stdout.isTTY && !isForPrograms ? 'transcript' : 'jsonl'
}

/** Whether a report is printed for people or as JSON Lines. */
export function isForPeople(format: ReportFormat | undefined): boolean {
  return (format ?? defaultFormat(false)) === 'transcript'
}
