import type { Command } from 'commander'
import type { Invocation } from '../../invocation.ts'
import { addArchiveOption } from '../../options/archive-options.ts'
import { debugOption, simulateOption } from '../../options/reader-options.ts'
import { addReportOptions } from '../../options/report-options.ts'
import type { EraseCommandOptions } from './run.ts'

const EXAMPLES = `
Examples:
  sms erase +46701740605 --archive sms.db --yes
  sms erase anna@example.com --archive sms.db --yes --no-remember`

export function addErase(program: Command, { signal }: Invocation): void {
  const command = program
    .command('erase')
    .description('erase a person from the archive, with all messages from or to them')
    .argument('<participant>', 'a phone number such as +46701740605, or another address')
    .option('--yes', 'do not ask')
    .option('--no-remember', 'keep nothing that makes later syncs leave the person out')
    .addHelpText('after', EXAMPLES)
    .action(async (participant: string, options: EraseCommandOptions) => {
      const { runErase } = await import('./run.ts')
      await runErase(participant, options, signal)
    })
  addArchiveOption(addReportOptions(command))
  command.addOption(simulateOption()).addOption(debugOption())
}
