import { type Command, InvalidArgumentError } from 'commander'
import type { Invocation } from '../../invocation.ts'
import { addArchiveOption } from '../../options/archive-options.ts'
import { parseWholeNumber } from '../../options/option-values.ts'
import { addReaderOptions } from '../../options/reader-options.ts'
import type { WorkerCommandOptions } from './run.ts'

const EXAMPLES = `
It prints what it does as JSON Lines, without personal data. SIGTERM or Ctrl+C lets each conversation end after its page,
and hands it back.

Examples:
  sms worker ip1 --archive postgres://sms@db.example.com/sms
  sms worker ip1 smstools --archive postgres://sms@db.example.com/sms --concurrency 20
  sms worker ip1 --account shop --credentials-file shop.env`

export function addWorker(program: Command, { signal }: Invocation): void {
  const command = program
    .command('worker')
    .description('sync the conversations that `sms sync --queue` has asked for, until it is stopped')
    .argument('<provider...>', 'the providers to read; others are left to other workers')
    .option('--account <name>', 'the account that the credentials belong to (default: default)', oneAccount)
    .option('--concurrency <number>', 'conversations at a time (default: 10)', parseWholeNumber)
    .addHelpText('after', EXAMPLES)
    .action(async (providers: readonly string[], options: WorkerCommandOptions) => {
      const { runWorker } = await import('./run.ts')
      await runWorker(providers, options, signal)
    })
  addReaderOptions(addArchiveOption(command))
}

/** @throws {InvalidArgumentError} for a second account: the environment has the credentials of one. */
function oneAccount(name: string, earlier: string | undefined): string {
  if (earlier === undefined) return name
  throw new InvalidArgumentError(
    'a worker reads one account of a provider. Start another worker with the credentials of the other account.',
  )
}
