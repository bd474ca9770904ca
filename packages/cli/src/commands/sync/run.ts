import type { Archive, SyncOptions, SyncReport } from '@sms/archive'
import { hasConversations } from '@sms/core'
import { chooseArchive, fileOf, isInMemory } from '../../archive/archive-address.ts'
import { openArchiveToSync } from '../../archive/open-archive.ts'
import { printNotice } from '../../errors/print-notice.ts'
import { UsageError } from '../../errors/usage-error.ts'
import { isForPeople } from '../../formats/choose-format.ts'
import { protectInputs } from '../../inputs/protect-inputs.ts'
import { readParticipants } from '../../inputs/read-participants.ts'
import { omitUndefined } from '../../options/omit-undefined.ts'
import { parseTime } from '../../options/parse-time.ts'
import { chooseParticipant, type OpenReader, openReader } from '../../providers/open-reader.ts'
import { FileCounts } from './file-counts.ts'
import { printReports } from './print-reports.ts'
import { queueSync } from './queue-sync.ts'
import { syncEach } from './sync-each.ts'
import type { SyncCommandOptions } from './sync-options.ts'
import { createSyncProgress } from './sync-progress.ts'

/** `sms sync`: stores what is new in conversations in an archive. */
export async function runSync(
  provider: string,
  participant: string | undefined,
  options: SyncCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const { participants, all, account, full, restoreErased, refreshDays } = options
  const { pageSize, concurrency, credentialsFile, format } = options
  if ([participant, participants, all].filter((one) => one !== undefined).length > 1) {
    throw new UsageError('Name a participant, --participants or --all, only one of them.')
  }
  if (options.attachmentHost !== undefined && options.attachments !== true) {
    throw new UsageError('--attachment-host goes with --attachments.')
  }
  if (options.queue) return queueSync(provider, participant, options, signal)
  if (options.every !== undefined || options.urgent) {
    throw new UsageError(`--${options.urgent ? 'urgent' : 'every'} goes with --queue.`)
  }
  const archive = chooseArchive(options)
  await protectInputs({ participants, credentialsFile }, { archive: fileOf(archive) })
  const since = options.since === undefined ? undefined : parseTime('since', options.since, new Date())
  await using opened = await openReader(provider, options, signal)
  const selected = await select(provider, participant, options, opened, signal)
  await using stored = await openArchiveToSync(archive)
  if (isInMemory(archive)) {
    printNotice('The archive is in memory, and gone when the command ends. To keep it, add --archive FILE.')
  }
  const progress = createSyncProgress(selected.count)
  const files = new FileCounts()
  const attachments = options.attachments ? files.options(options.attachmentHost) : undefined
  const settings = omitUndefined({
    account,
    attachments,
    full,
    restoreErased,
    since,
    refreshDays,
    pageSize,
    concurrency,
    signal,
  })
  try {
    await printReports(selected.sync(stored, { ...settings, onPage: progress.page }), {
      progress,
      isOne: selected.count === 1,
      isText: isForPeople(format),
      isPart: since !== undefined,
      archive: isInMemory(archive) ? 'memory' : archive.label,
    })
  } finally {
    files.print()
  }
}

/** The conversations to sync. */
interface Selection {
  /** Null if the provider lists them. */
  readonly count: number | null
  sync(archive: Archive, options: SyncOptions): AsyncIterable<SyncReport>
}

/** @throws {SmsError} `invalid_argument` for a participant that the provider cannot read, before an archive is made. */
function chooseReadable(named: string | undefined, opened: OpenReader): string {
  const participant = chooseParticipant(named, opened)
  opened.reader.messages(participant)
  return participant
}

/** @throws {UsageError} before any request, if the list of participants or of conversations cannot be read. */
async function select(
  provider: string,
  participant: string | undefined,
  { participants: listFile, all }: SyncCommandOptions,
  opened: OpenReader,
  signal: AbortSignal,
): Promise<Selection> {
  const { reader } = opened
  if (all) {
    if (hasConversations(reader)) {
      return { count: null, sync: (archive, options) => archive.syncAll(reader, options) }
    }
    throw new UsageError(
      `--all: ${provider} cannot list conversations. Name a participant, or a list of them by --participants FILE.`,
    )
  }
  const participants =
    listFile === undefined
      ? [chooseReadable(participant, opened)]
      : (await readParticipants(listFile, signal)).map((listed) => listed.participant)
  return {
    count: participants.length,
    sync: (archive, options) => syncEach(archive, reader, participants, options),
  }
}
