import type { Command } from 'commander'
import type { Invocation } from '../../invocation.ts'
import { addArchiveOption } from '../../options/archive-options.ts'
import { addListOptions } from '../../options/list-options.ts'
import { addReaderOptions } from '../../options/reader-options.ts'
import { addReportOptions } from '../../options/report-options.ts'
import { parseEvery } from './parse-every.ts'
import type { SyncCommandOptions } from './sync-options.ts'

const EXAMPLES = `
Examples:
  sms sync ip1 +46701740605 --archive sms.db
  sms sync ip1 --participants customers.txt --archive sms.db
  sms sync conversations-rcs --all --archive sms.db
  sms sync smstools +46701740605 --archive sms.db --account shop --full
  sms sync smstools +46701740605 --archive sms.db --attachments`

export function addSync(program: Command, { signal }: Invocation): void {
  const command = program
    .command('sync')
    .description('store what is new in conversations in an archive, and update what has changed')
    .argument('<provider>', 'a name that `sms providers` lists')
    .argument('[participant]', 'a phone number such as +46701740605, or what else the provider accepts')
    .option('--participants <file>', 'many participants: one per line, - for standard input')
    .option('--all', 'every conversation, if the provider lists conversations')
    .option('--account <name>', 'a name for the account, if a provider has several (default: default)')
    .option('--restore-erased', 'store a participant again who was erased from the archive')
    .option('--attachments', 'store the files of messages as well')
    .option(
      '--attachment-host <name>',
      'with --attachments, download from this host as well, without credentials; may be repeated',
      (name: string, others: readonly string[] = []) => [...others, name],
    )
    .option('--full', 'read the whole list again, not only what may be new')
    .option('--since <when>', 'read nothing older: 2025-06-05, 2025-06-05T08:30:00Z, or ago: 12h, 7d, 2w')
    .option('--queue', 'let the workers sync them (`sms worker`), and return at once')
    .option(
      '--every <time>',
      'with --queue, sync them again as often as this at most: 15m, 6h, 2d',
      parseEvery,
    )
    .option('--urgent', 'with --queue, before the others of the account: someone waits for them')
    .addHelpText('after', EXAMPLES)
    .action(async (provider: string, participant: string | undefined, options: SyncCommandOptions) => {
      const { runSync } = await import('./run.ts')
      await runSync(provider, participant, options, signal)
    })
  addListOptions(command)
  addArchiveOption(addReportOptions(command))
  addReaderOptions(command)
}
