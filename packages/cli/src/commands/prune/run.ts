import type { Archive } from '@sms/archive'
import { chooseArchive } from '../../archive/archive-address.ts'
import { openArchiveToRead } from '../../archive/open-archive.ts'
import { confirm, type ConfirmOptions } from '../../confirm.ts'
import { print } from '../../destinations/print.ts'
import { isForPeople } from '../../formats/choose-format.ts'
import { counted } from '../../formats/counted.ts'
import { dayAndTime } from '../../formats/day-and-time.ts'
import { jsonLine } from '../../formats/json-lines.ts'
import type { ArchiveOptions } from '../../options/archive-options.ts'
import { parseTime } from '../../options/parse-time.ts'
import type { ReportOptions } from '../../options/report-options.ts'

/** The options of `sms prune`. */
export interface PruneCommandOptions extends ArchiveOptions, ConfirmOptions, ReportOptions {
  readonly before: string
  readonly simulate?: boolean
}

const LARGEST_PAGE = 10_000

/** `sms prune`: removes old messages from the archive. */
export async function runPrune(options: PruneCommandOptions, signal: AbortSignal): Promise<void> {
  const { label } = chooseArchive(options)
  const before = parseTime('before', options.before, new Date())
  await using archive = await openArchiveToRead(options, signal)
  await confirm(() => explain(archive, label, before, signal), options, signal)
  const { messages } = await archive.prune({ before })
  await print(
    isForPeople(options.format)
      ? `${counted(messages, 'message')} from before ${dayAndTime(before)} removed.\n`
      : jsonLine({ before, messages }),
  )
}

async function explain(
  archive: Archive,
  label: string,
  before: Date,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const older = { until: new Date(before.getTime() - 1), pageSize: LARGEST_PAGE, signal }
  let messages = 0
  for await (const { items } of archive.messages(older).pages()) messages += items.length
  return [
    `This removes all messages from before ${dayAndTime(before)} from ${label}, and cannot be undone.`,
    `Removed: ${counted(messages, 'message')} of all providers, accounts and participants, and those without a time that were first read before.`,
    'Kept: later messages, the conversations, exports and backups, and what the providers have.',
    'Later syncs store nothing older.',
  ]
}
