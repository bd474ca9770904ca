import { type Command, Option } from 'commander'
import type { MessagesCommand } from '../commands/messages.ts'
import {
  addOutputOptions,
  addPageOptions,
  addSourceOptions,
  outputDirOption,
  wholeNumber,
} from './options.ts'

const EXAMPLES = `
Examples:
  sms messages ip1 +46701740605 --since 7d
  sms messages smstools +46701740605 --format csv --output messages.csv
  sms messages ip1 +46701740605 --output all.jsonl --resume all.state
  sms messages ip1 --participants customers.txt --output all.jsonl --resume all.state
  sms messages ip1 --participants customers.txt --output-dir customers --format csv --bom
  sms messages ip1 --simulate --order newest-first --limit 6`

export function addMessages(program: Command, signal: AbortSignal): void {
  const command = program
    .command('messages')
    .description('the messages exchanged with a participant, or with each of many')
    .argument('<provider>', 'a name that `sms providers` lists')
    .argument('[participant]', 'a phone number such as +46701740605, or what else the provider accepts')
    .addOption(
      new Option('--direction <direction>', 'only messages in this direction').choices([
        'inbound',
        'outbound',
      ]),
    )
    .option('--since <when>', 'not before: 2025-06-05, 2025-06-05T08:30:00Z, or ago: 12h, 7d, 2w')
    .option('--until <when>', 'not after; a date alone includes its whole day (UTC)')
    .addOption(
      new Option('--order <order>', 'the order of the messages, if the provider supports it').choices([
        'newest-first',
        'oldest-first',
      ]),
    )
    .option(
      '--limit <number>',
      'maximum number of messages of each participant (default: no limit)',
      wholeNumber,
    )
    .option('--participants <file>', 'many participants: one a line, - for standard input')
    .option('--parallel <number>', 'participants read at the same time', wholeNumber, 4)
    .addOption(outputDirOption())
    .addHelpText('after', EXAMPLES)
    .action(async (provider: string, participant: string | undefined, options: MessagesCommand) => {
      const { messages } = await import('../commands/messages.ts')
      await messages(provider, participant, options, signal)
    })
  addSourceOptions(addOutputOptions(addPageOptions(command)))
}
