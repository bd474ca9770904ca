import type { Command } from 'commander'
import type { Invocation } from '../../invocation.ts'
import { archiveName } from '../../options/archive-options.ts'
import { debugOption } from '../../options/reader-options.ts'
import { addReportOptions } from '../../options/report-options.ts'
import type { ArchiveCopyOptions } from './run.ts'

const EXAMPLES = `
Examples:
  sms archive copy sms.db copy.db
  sms archive copy sms.db postgres://sms@db.example.com/sms
  sms archive copy postgres://sms@db.example.com/sms?schema=shop shop.db`

/** Adds `sms archive`, and its command `copy`. */
export function addArchive(program: Command, { signal }: Invocation): void {
  const archive = program.command('archive').description('copy an archive into another file or database')
  const command = archive
    .command('copy')
    .description('copy an archive into a new one, and compare the two')
    .argument('<from>', 'the archive to copy: a file, or postgres://HOST/DATABASE', archiveName)
    .argument('[to]', 'the new archive (default: SMS_ARCHIVE)', archiveName)
    .addHelpText('after', EXAMPLES)
    .action(async (from: string, to: string | undefined, options: ArchiveCopyOptions) => {
      const { runArchiveCopy } = await import('./run.ts')
      await runArchiveCopy(from, to, options, signal)
    })
  addReportOptions(command).addOption(debugOption())
}
