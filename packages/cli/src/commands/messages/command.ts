import type { Command } from 'commander'
import type { Invocation } from '../../invocation.ts'
import { parseWholeNumber } from '../../options/option-values.ts'
import {
  addFormatOptions,
  addOutputDirOption,
  addOutputOption,
  addResumeOption,
} from '../../options/output-options.ts'
import { addArchiveFilters, addArchiveOption } from '../../options/archive-options.ts'
import { addSelectionOptions } from '../../options/selection-options.ts'
import { addPagingOptions } from '../../options/paging-options.ts'
import { addReaderOptions } from '../../options/reader-options.ts'
import type { MessagesCommandOptions } from './run.ts'

const EXAMPLES = `
Examples:
  sms messages ip1 +46701740605 --since 7d
  sms messages smstools +46701740605 --format csv --output messages.csv
  sms messages ip1 +46701740605 --output all.jsonl --resume all.state
  sms messages ip1 --participants customers.txt --output all.jsonl --resume all.state
  sms messages ip1 --participants customers.txt --output-dir customers --format csv --bom
  sms messages archive +46701740605 --archive sms.db --output anna.csv
  sms messages ip1 --simulate --order newest-first --limit 6`

export function addMessages(program: Command, { signal }: Invocation): void {
  const command = addSelectionOptions(
    program
      .command('messages')
      .description('the messages exchanged with one participant, or with each of many')
      .argument('<provider|archive>', 'a name that `sms providers` lists, or archive')
      .argument('[participant]', 'a phone number such as +46701740605, or what else the provider accepts'),
    'the order of the messages, if the provider supports it',
  )
    .option('--participants <file>', 'many participants: one per line, - for standard input')
    .option('--parallel <number>', 'participants read at the same time', parseWholeNumber, 4)
    .addHelpText('after', EXAMPLES)
    .action(async (provider: string, participant: string | undefined, options: MessagesCommandOptions) => {
      const { runMessages } = await import('./run.ts')
      await runMessages(provider, participant, options, signal)
    })
  addPagingOptions(command, 'messages of each participant')
  addFormatOptions(command)
  addOutputOption(command)
  addOutputDirOption(command)
  addResumeOption(command)
  addArchiveOption(command)
  addArchiveFilters(command)
  addReaderOptions(command)
}
