import type { ArchivedConversation } from '@sms/archive'
import { type Conversation, hasConversations, type Paginated } from '@sms/core'
import { ARCHIVE } from '../../archive/archive-address.ts'
import { UsageError } from '../../errors/usage-error.ts'
import type { ReadOptions } from '../../export/read-lists.ts'
import type { CsvOptions } from '../../formats/csv.ts'
import type { Format } from '../../formats/format.ts'
import type { Screen } from '../../formats/screen.ts'
import type { ArchiveFilters, ArchiveOptions } from '../../options/archive-options.ts'
import { omitUndefined } from '../../options/omit-undefined.ts'
import type { OutputOptions } from '../../options/output-options.ts'
import type { PagingOptions } from '../../options/paging-options.ts'
import type { ReaderOptions } from '../../options/reader-options.ts'
import { openReader } from '../../providers/open-reader.ts'

type SourceOptions = ReaderOptions &
  PagingOptions &
  ArchiveOptions &
  ArchiveFilters &
  Pick<OutputOptions, 'raw'>

type AnyConversation = Conversation | ArchivedConversation

/** What conversations are read from: a provider, or the archive. */
export interface ReadableConversations extends AsyncDisposable {
  /** What the user can check if there are no conversations. */
  readonly adviceIfEmpty: string
  read(from: ReadOptions): Paginated<AnyConversation>
  csv(options: CsvOptions): Promise<Format<AnyConversation>>
  /** For people. */
  table(screen: Screen): Promise<Format<AnyConversation>>
}

/** @throws {UsageError} if the provider or a credential is missing, or if the provider cannot list conversations. */
export async function openConversations(
  name: string,
  options: SourceOptions,
  signal: AbortSignal,
): Promise<ReadableConversations> {
  if (name === ARCHIVE) return openArchived(options, signal)
  const opened = await openReader(name, options, signal)
  const { reader } = opened
  if (!hasConversations(reader)) {
    throw new UsageError(
      `${name} cannot list conversations. Read one with \`sms messages ${name} <participant>\`.`,
    )
  }
  const { pageSize, concurrency } = options
  return {
    adviceIfEmpty: 'Check that the credentials belong to the right account.',
    read: (from) => reader.conversations({ ...omitUndefined({ pageSize, concurrency }), ...from }),
    async csv(settings) {
      const { conversationColumns, csv } = await import('../../formats/csv.ts')
      return csv(conversationColumns, settings)
    },
    async table(screen) {
      const { conversationCells, conversationTable } = await import('../../formats/conversation-table.ts')
      return conversationTable(screen, conversationCells)
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  }
}

async function openArchived(options: SourceOptions, signal: AbortSignal): Promise<ReadableConversations> {
  if (options.raw)
    throw new UsageError('--raw goes with a provider. The archive keeps the objects of messages only.')
  const { openArchiveToRead } = await import('../../archive/open-archive.ts')
  const archive = await openArchiveToRead(options, signal)
  const { provider, account, pageSize } = options
  return {
    adviceIfEmpty: 'Check the name of the archive, and that no option excludes them.',
    read: (from) => archive.conversations({ provider, account, pageSize, ...from }),
    async csv(settings) {
      const { csv } = await import('../../formats/csv.ts')
      const { archivedConversationColumns } = await import('../../formats/archive-columns.ts')
      return csv(archivedConversationColumns, settings)
    },
    async table(screen) {
      const { archivedConversationCells, conversationTable } =
        await import('../../formats/conversation-table.ts')
      return conversationTable(screen, archivedConversationCells)
    },
    [Symbol.asyncDispose]: () => archive.close(),
  }
}
