import type { Command } from 'commander'
import type { Invocation } from '../../invocation.ts'
import { addFormatOptions, addOutputOption } from '../../options/output-options.ts'
import { addReaderOptions } from '../../options/reader-options.ts'
import type { SummaryCommandOptions } from './run.ts'

const EXAMPLES = `
Examples:
  sms summary ip1 +46701740605
  sms summary ip1 --simulate --format csv`

export function addSummary(program: Command, { signal }: Invocation): void {
  const command = program
    .command('summary')
    .description('how many messages were exchanged with a participant, by direction and status')
    .argument('<provider>', 'one that supports this command; see `sms providers`')
    .argument('[participant]', 'a phone number such as +46701740605, or what else the provider accepts')
    .addHelpText('after', EXAMPLES)
    .action(async (provider: string, participant: string | undefined, options: SummaryCommandOptions) => {
      const { runSummary } = await import('./run.ts')
      await runSummary(provider, participant, options, signal)
    })
  addFormatOptions(command)
  addOutputOption(command)
  addReaderOptions(command)
}
