import type { Command } from 'commander'
import type { SummaryCommand } from '../commands/summary.ts'
import { addSourceOptions, bomOption, formatOption, addOutputOption, rawOption } from './options.ts'

const EXAMPLES = `
Examples:
  sms summary ip1 +46701740605
  sms summary ip1 --simulate --format csv`

export function addSummary(program: Command, signal: AbortSignal): void {
  const command = program
    .command('summary')
    .description('how many messages were exchanged with a participant, by direction and status')
    .argument('<provider>', 'one that supports this command; see `sms providers`')
    .argument('[participant]', 'a phone number such as +46701740605, or what else the provider accepts')
    .addOption(formatOption())
    .addOption(rawOption())
    .addOption(bomOption())
    .addHelpText('after', EXAMPLES)
    .action(async (provider: string, participant: string | undefined, options: SummaryCommand) => {
      const { summary } = await import('../commands/summary.ts')
      await summary(provider, participant, options, signal)
    })
  addSourceOptions(addOutputOption(command))
}
