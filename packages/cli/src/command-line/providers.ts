import { type Command, Option } from 'commander'
import type { ProvidersCommand } from '../commands/providers.ts'
import { credentialsFileOption, debugOption, simulateOption } from './options.ts'

const EXAMPLES = `
Examples:
  sms providers
  sms providers --credentials-file .env
  sms providers --format jsonl`

export function addProviders(program: Command): void {
  const description = 'default: transcript on a terminal, jsonl elsewhere'
  program
    .command('providers')
    .description('the installed providers, what they support, and which credentials are set')
    .addOption(new Option('--format <format>', description).choices(['transcript', 'jsonl']))
    .addOption(credentialsFileOption())
    .addOption(simulateOption())
    .addOption(debugOption())
    .addHelpText('after', EXAMPLES)
    .action(async (options: ProvidersCommand) => {
      const { providers } = await import('../commands/providers.ts')
      await providers(options)
    })
}
