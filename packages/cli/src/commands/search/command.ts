import type { Command } from 'commander'
import type { Invocation } from '../../invocation.ts'
import { addArchiveFilters, addArchiveOption } from '../../options/archive-options.ts'
import { addSelectionOptions } from '../../options/selection-options.ts'
import { parseWholeNumber } from '../../options/option-values.ts'
import { addFormatOptions, addOutputOption } from '../../options/output-options.ts'
import { debugOption, simulateOption } from '../../options/reader-options.ts'
import type { SearchCommandOptions } from './run.ts'

const EXAMPLES = `
Examples:
  sms search appointment --archive sms.db
  sms search '"on my way" tomor' --archive sms.db --since 2023-03-01 --direction inbound
  sms search invoice --archive sms.db --participant +46701740605 --limit 100
  sms search invoice --archive sms.db --output invoices.csv`

export function addSearch(program: Command, { signal }: Invocation): void {
  const command = addSelectionOptions(
    program
      .command('search')
      .description('the messages in the archive that contain all of some words, the newest first')
      .argument('<text...>', 'the words; the last one may be the beginning of a word, and "…" is a phrase'),
    'the order of the messages (default: newest-first)',
  )
    .option(
      '--participant <participant>',
      'only messages exchanged with this one; may be repeated',
      (one: string, others: readonly string[] = []) => [...others, one],
    )
    .option(
      '--limit <number>',
      'maximum number of messages (default: 20 on a terminal, else no limit)',
      parseWholeNumber,
    )
    .addHelpText('after', EXAMPLES)
    .action(async (words: readonly string[], options: SearchCommandOptions) => {
      const { runSearch } = await import('./run.ts')
      await runSearch(words, options, signal)
    })
  addFormatOptions(command)
  addOutputOption(command)
  addArchiveOption(command)
  addArchiveFilters(command)
  command.addOption(simulateOption()).addOption(debugOption())
}
