import type { Message, MessageOrder, MessagesOptions, Paginated } from '@sms/core'
import { findGaps, type Gaps, NO_GAPS } from '../../archive/find-gaps.ts'
import { ARCHIVE } from '../../archive/archive-address.ts'
import type { CsvOptions } from '../../formats/csv.ts'
import type { Format } from '../../formats/format.ts'
import type { ArchiveFilters, ArchiveOptions } from '../../options/archive-options.ts'
import type { ReaderOptions } from '../../options/reader-options.ts'
import { openReader } from '../../providers/open-reader.ts'

/** What messages are read from: a provider, or the archive. */
export interface ReadableMessages extends AsyncDisposable {
  /** The order of the messages without the option. */
  readonly order: MessageOrder | 'unspecified'
  /** The participants of the simulator; none if the source does not read from it. */
  readonly simulated: readonly string[]
  /** What the user can check if there are no messages. */
  readonly adviceIfEmpty: string
  read(participant: string, options: MessagesOptions): Paginated<Message>
  /** How a CSV file is written; one format for each file. */
  csv(options: CsvOptions): Promise<() => Format<Message>>
  /** What the source does not contain of the conversations with some participants. */
  findGaps(participants: readonly string[]): Promise<Gaps>
}

type SourceOptions = ReaderOptions & ArchiveOptions & ArchiveFilters

/** @throws {UsageError} if the provider, a credential or the archive is missing. */
export async function openMessages(
  name: string,
  options: SourceOptions,
  signal: AbortSignal,
): Promise<ReadableMessages> {
  if (name === ARCHIVE) return openArchived(options, signal)
  const opened = await openReader(name, options, signal)
  const { reader, simulated } = opened
  return {
    order: reader.capabilities.order,
    simulated,
    adviceIfEmpty:
      'Check that the number is complete and begins with its country code, that this account has exchanged messages with it, and that no option excludes them.',
    read: (participant, selection) => reader.messages(participant, selection),
    async csv(settings) {
      const { csv, messageColumns } = await import('../../formats/csv.ts')
      return () => csv(messageColumns, settings)
    },
    findGaps: () => Promise.resolve(NO_GAPS),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  }
}

async function openArchived(options: SourceOptions, signal: AbortSignal): Promise<ReadableMessages> {
  const { openArchiveToRead } = await import('../../archive/open-archive.ts')
  const archive = await openArchiveToRead(options, signal)
  const { provider, account } = options
  return {
    order: 'oldest-first',
    simulated: [],
    adviceIfEmpty: 'Check that no option excludes them.',
    read: (participant, selection) => archive.messages({ ...selection, participant, provider, account }),
    async csv(settings) {
      const { csv } = await import('../../formats/csv.ts')
      const { archivedMessageColumns } = await import('../../formats/archive-columns.ts')
      return () => csv(archivedMessageColumns, settings)
    },
    findGaps: (participants) => findGaps(archive, participants, { provider, account }),
    [Symbol.asyncDispose]: () => archive.close(),
  }
}
