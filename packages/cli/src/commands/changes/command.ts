import type { Command } from 'commander'
import type { Invocation } from '../../invocation.ts'
import { addArchiveOption } from '../../options/archive-options.ts'
import { debugOption, simulateOption } from '../../options/reader-options.ts'
import type { ChangesCommandOptions } from './run.ts'

const EXAMPLES = `
Examples:
  sms changes --archive sms.db
  sms changes --archive sms.db --raw`

export function addChanges(program: Command, { signal }: Invocation): void {
  const command = program
    .command('changes')
    .description('what has happened to the archive, one JSON line for each change, in the order of commits')
    .option(
      '--cursor <cursor>',
      'continue after the change whose line has this cursor (default: the first change)',
    )
    .option(
      '--follow',
      'look for new changes once a second, until interrupted (default: end after the last one)',
    )
    .option('--raw', 'add the provider’s own object to each message')
    .addHelpText('after', EXAMPLES)
    .action(async (options: ChangesCommandOptions) => {
      const { runChanges } = await import('./run.ts')
      await runChanges(options, signal)
    })
  addArchiveOption(command).addOption(simulateOption()).addOption(debugOption())
}
