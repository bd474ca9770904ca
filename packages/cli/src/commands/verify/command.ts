import type { Command } from 'commander'
import type { Invocation } from '../../invocation.ts'
import { addArchiveOption } from '../../options/archive-options.ts'
import { addListOptions } from '../../options/list-options.ts'
import { addReaderOptions } from '../../options/reader-options.ts'
import { addReportOptions } from '../../options/report-options.ts'
import type { VerifyCommandOptions } from './run.ts'

const EXAMPLES = `
Examples:
  sms verify ip1 +46701740605 --archive sms.db
  sms verify ip1 +46701740605 --archive sms.db --since 2023-04-01 --format jsonl`

export function addVerify(program: Command, { signal }: Invocation): void {
  const command = program
    .command('verify')
    .description('compare a conversation in the archive with the provider’s list, and change nothing')
    .argument('<provider>', 'a name that `sms providers` lists')
    .argument('[participant]', 'a phone number such as +46701740605, or what else the provider accepts')
    .option('--account <name>', 'the account, as `sms sync` named it (default: default)')
    .option('--since <when>', 'compare nothing older: 2025-06-05, 2025-06-05T08:30:00Z, or ago: 12h, 7d, 2w')
    .addHelpText('after', EXAMPLES)
    .action(async (provider: string, participant: string | undefined, options: VerifyCommandOptions) => {
      const { runVerify } = await import('./run.ts')
      await runVerify(provider, participant, options, signal)
    })
  addListOptions(command)
  addArchiveOption(addReportOptions(command))
  addReaderOptions(command)
}
