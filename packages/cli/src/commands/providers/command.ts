import { type Command, Option } from 'commander'
import type { Invocation } from '../../invocation.ts'
import { credentialsFileOption, debugOption, simulateOption } from '../../options/reader-options.ts'
import type { ProvidersCommandOptions } from './run.ts'

const EXAMPLES = `
Examples:
  sms providers
  sms providers --credentials-file .env
  sms providers --format jsonl`

export function addProviders(program: Command, { signal }: Invocation): void {
  const description = 'default: transcript on a terminal, jsonl elsewhere'
  program
    .command('providers')
    .description('the installed providers, what they support, and which credentials are set')
    .addOption(new Option('--format <format>', description).choices(['transcript', 'jsonl']))
    .addOption(credentialsFileOption())
    .addOption(simulateOption())
    .addOption(debugOption())
    .addHelpText('after', EXAMPLES)
    .action(async (options: ProvidersCommandOptions) => {
      const { runProviders } = await import('./run.ts')
      await runProviders(options, signal)
    })
}
