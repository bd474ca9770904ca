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

/** The extension of each format. */
export const extensionOf: Readonly<Record<FormatName, string>> = {
  jsonl: '.jsonl',
  csv: '.csv',
  transcript: '.txt',
}

/**
 * The format of a file by its extension, in upper or lower case. Without an extension, it is JSON Lines.
 *
 * @throws {UsageError} for an unknown extension.
 */
export function formatOfFile(path: string): FormatName {
  const extension = extname(path)
  const format = FORMATS.get(extension.toLowerCase())
  if (format !== undefined) return format
  throw new UsageError(
    `--output: ${extension} is not the extension of a format. Use .jsonl, .csv or .txt, or add --format.`,
  )
}
