import type { Command } from 'commander'
import type { Invocation } from '../../invocation.ts'
import { addArchiveOption } from '../../options/archive-options.ts'
import { debugOption, simulateOption } from '../../options/reader-options.ts'
import { addReportOptions } from '../../options/report-options.ts'
import type { PruneCommandOptions } from './run.ts'

const EXAMPLES = `
Examples:
  sms prune --before 2023-03-25 --archive sms.db --yes
  sms prune --before 104w --archive sms.db --yes`

export function addPrune(program: Command, { signal }: Invocation): void {
  const command = program
    .command('prune')
    .description('remove old messages from the archive, of all conversations')
    .requiredOption(
      '--before <when>',
      'remove what is older: 2025-06-05, 2025-06-05T08:30:00Z, or ago: 12h, 7d, 2w',
    )
    .option('--yes', 'do not ask')
    .addHelpText('after', EXAMPLES)
    .action(async (options: PruneCommandOptions) => {
      const { runPrune } = await import('./run.ts')
      await runPrune(options, signal)
    })
  addArchiveOption(addReportOptions(command))
  command.addOption(simulateOption()).addOption(debugOption())
}
