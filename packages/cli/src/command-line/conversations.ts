import type { Command } from 'commander'
import type { ConversationsCommand } from '../commands/conversations.ts'
import { addOutputOptions, addPageOptions, addSourceOptions, wholeNumber } from './options.ts'

const EXAMPLES = `
Examples:
  sms conversations conversations-rcs
  sms conversations conversations-rcs --format csv --output conversations.csv
  sms conversations conversations-rcs --simulate --limit 5`

export function addConversations(program: Command, signal: AbortSignal): void {
  const command = program
    .command('conversations')
    .description('the conversations of the account')
    .argument('<provider>', 'one that supports this command; see `sms providers`')
    .option('--limit <number>', 'maximum number of conversations (default: no limit)', wholeNumber)
    .addHelpText('after', EXAMPLES)
    .action(async (provider: string, options: ConversationsCommand) => {
      const { conversations } = await import('../commands/conversations.ts')
      await conversations(provider, options, signal)
    })
  addSourceOptions(addOutputOptions(addPageOptions(command)))
}
