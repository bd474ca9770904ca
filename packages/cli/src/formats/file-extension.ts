import { extname } from 'node:path'
import { UsageError } from '../errors/usage-error.ts'
import type { FormatName } from './format.ts'

const FORMATS: ReadonlyMap<string, FormatName> = new Map([
  ['', 'jsonl'],
  ['.jsonl', 'jsonl'],
  ['.ndjson', 'jsonl'],
  ['.csv', 'csv'],
  ['.txt', 'transcript'],
])

/** What the names of files of each format end in. */
export const extensionOf: Readonly<Record<FormatName, string>> = {
  jsonl: '.jsonl',
  csv: '.csv',
  transcript: '.txt',
}

/**
 * The format that the ending of a file's name stands for, in any case; JSON Lines if it has none.
 *
 * @throws {UsageError} for any other ending.
 */
export function formatOfFile(path: string): FormatName {
  const ending = extname(path)
  const format = FORMATS.get(ending.toLowerCase())
  if (format !== undefined) return format
  throw new UsageError(
    `--output: ${ending} is no format of this program; end the name in .jsonl, .csv or .txt, or add --format.`,
  )
}
