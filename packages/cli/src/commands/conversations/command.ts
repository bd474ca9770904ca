import type { Command } from 'commander'
import type { Invocation } from '../../invocation.ts'
import { addArchiveFilters, addArchiveOption } from '../../options/archive-options.ts'
import { addFormatOptions, addOutputOption, addResumeOption } from '../../options/output-options.ts'
import { addPagingOptions } from '../../options/paging-options.ts'
import { addReaderOptions } from '../../options/reader-options.ts'
import type { ConversationsCommandOptions } from './run.ts'

const EXAMPLES = `
Examples:
  sms conversations conversations-rcs
  sms conversations conversations-rcs --format csv --output conversations.csv
  sms conversations archive --archive sms.db
  sms conversations conversations-rcs --simulate --limit 5`

export function addConversations(program: Command, { signal }: Invocation): void {
  const command = program
    .command('conversations')
    .description('the conversations of the account, or of the archive')
    .argument('<provider|archive>', 'one that supports this command, see `sms providers`, or archive')
    .addHelpText('after', EXAMPLES)
    .action(async (provider: string, options: ConversationsCommandOptions) => {
      const { runConversations } = await import('./run.ts')
      await runConversations(provider, options, signal)
    })
  addPagingOptions(command, 'conversations')
  addFormatOptions(command)
  addOutputOption(command)
  addResumeOption(command)
  addArchiveOption(command)
  addArchiveFilters(command)
  addReaderOptions(command)
}
