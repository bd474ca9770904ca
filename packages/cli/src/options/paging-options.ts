import type { Command } from 'commander'
import { parseWholeNumber } from './option-values.ts'

/** The options that say how much to read, and how much at a time. */
export interface PagingOptions {
  readonly limit?: number
  readonly pageSize?: number
  readonly concurrency?: number
}

/** @param items What `--limit` counts. */
export function addPagingOptions(command: Command, items: string): Command {
  return command
    .option('--limit <number>', `maximum number of ${items} (default: no limit)`, parseWholeNumber)
    .option('--page-size <number>', 'items per request', parseWholeNumber)
    .option('--concurrency <number>', 'requests in flight for one list (default: 4)', parseWholeNumber)
}
