import type { Direction, MessageOrder } from '@sms/core'
import { type Command, Option } from 'commander'

/** The options that select messages, and order them. */
export interface SelectionOptions {
  readonly direction?: Direction
  readonly since?: string
  readonly until?: string
  readonly order?: MessageOrder
}

/** @param order What `--order` means for the command. */
export function addSelectionOptions(command: Command, order: string): Command {
  return command
    .addOption(
      new Option('--direction <direction>', 'only messages in this direction').choices([
        'inbound',
        'outbound',
      ]),
    )
    .option('--since <when>', 'not before: 2025-06-05, 2025-06-05T08:30:00Z, or ago: 12h, 7d, 2w')
    .option('--until <when>', 'not after; a date alone includes its whole day (UTC)')
    .addOption(new Option('--order <order>', order).choices(['newest-first', 'oldest-first']))
}
