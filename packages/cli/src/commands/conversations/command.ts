import type { Command } from 'commander'
import type { Invocation } from '../../invocation.ts'
import { addFormatOptions, addOutputOption, addResumeOption } from '../../options/output-options.ts'
import { addPagingOptions } from '../../options/paging-options.ts'
import { addReaderOptions } from '../../options/reader-options.ts'
import type { ConversationsCommandOptions } from './run.ts'

const EXAMPLES = `
Examples:
  sms conversations conversations-rcs
  sms conversations conversations-rcs --format csv --output conversations.csv
  sms conversations conversations-rcs --simulate --limit 5`

export function addConversations(program: Command, { signal }: Invocation): void {
  const command = program
    .command('conversations')
    .description('the conversations of the account')
    .argument('<provider>', 'one that supports this command; see `sms providers`')
    .addHelpText('after', EXAMPLES)
    .action(async (provider: string, options: ConversationsCommandOptions) => {
      const { runConversations } = await import('./run.ts')
      await runConversations(provider, options, signal)
    })
  addPagingOptions(command, 'conversations')
  addFormatOptions(command)
  addOutputOption(command)
  addResumeOption(command)
  addReaderOptions(command)
}
