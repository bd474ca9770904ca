import type { Command } from 'commander'
import { addArchiveFilters, addArchiveOption } from '../../options/archive-options.ts'
import { parseWholeNumber } from '../../options/option-values.ts'
import { debugOption } from '../../options/reader-options.ts'
import { addReportOptions } from '../../options/report-options.ts'
import { parseRate } from './parse-rate.ts'
import type { QueueLimitOptions, QueueCommandOptions, QueueReleaseOptions, QueueRetryOptions } from './run.ts'

const EXAMPLES = `
Examples:
  sms queue --archive postgres://sms@db.example.com/sms
  sms queue --health
  sms queue retry --provider ip1 --code unavailable
  sms queue limit ip1 --per-second 20 --in-flight 8
  sms queue release ip1 --account shop`

/** Adds `sms queue`, and its commands `retry`, `limit` and `release`. */
export function addQueue(program: Command): void {
  const queue = program
    .command('queue')
    .description('what workers have to sync: what is due, running and failing')
    .option('--health', 'exit with 10 if workers, accounts or conversations need someone, and print why')
    .addHelpText('after', EXAMPLES)
    .action(async (options: QueueCommandOptions) => {
      const { runQueue } = await import('./run.ts')
      await runQueue(options)
    })
  addArchiveOption(addReportOptions(queue)).addOption(debugOption())
  const retry = queue
    .command('retry')
    .description('sync conversations again that have failed for good')
    .option('--code <code>', 'only those that have failed with this error')
    .option('--conversation <id>', 'only this one', parseWholeNumber)
    .action(async (_options: QueueRetryOptions, command: Command) => {
      const { runQueueRetry } = await import('./run.ts')
      await runQueueRetry(command.optsWithGlobals<QueueRetryOptions>())
    })
  addArchiveFilters(retry)
  queue
    .command('limit')
    .description('say how many requests an account allows, for all workers together')
    .argument('<provider>', 'a name that `sms providers` lists')
    .option('--account <name>', 'the account (default: default)')
    .option('--per-second <number>', 'requests per second, 0.1 or more (default: 10)', parseRate)
    .option('--in-flight <number>', 'requests at the same time (default: 4)', parseWholeNumber)
    .action(async (provider: string, _options: QueueLimitOptions, command: Command) => {
      const { runQueueLimit } = await import('./run.ts')
      await runQueueLimit(provider, command.optsWithGlobals<QueueLimitOptions>())
    })
  queue
    .command('release')
    .description('use an account again that is held, such as after its credentials were corrected')
    .argument('<provider>', 'the provider of the account')
    .option('--account <name>', 'the account (default: default)')
    .action(async (provider: string, _options: QueueReleaseOptions, command: Command) => {
      const { runQueueRelease } = await import('./run.ts')
      await runQueueRelease(provider, command.optsWithGlobals<QueueReleaseOptions>())
    })
}
