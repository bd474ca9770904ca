import type { Command } from 'commander'
import { parseDays, parseWholeNumber } from './option-values.ts'

/** The options that say how a provider's list is compared with the archive. */
export interface ListOptions {
  readonly refreshDays?: number
  readonly pageSize?: number
  readonly concurrency?: number
}

export function addListOptions(command: Command): Command {
  return command
    .option(
      '--refresh-days <number>',
      'for how long the status of a message may change (default: 7)',
      parseDays,
    )
    .option('--page-size <number>', 'messages per request', parseWholeNumber)
    .option('--concurrency <number>', 'requests in flight for one list (default: 4)', parseWholeNumber)
}
