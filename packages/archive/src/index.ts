/**
 * A copy of your conversations in a database of your own, kept in sync.
 *
 * @module @sms/archive
 */
export type {
  Archive,
  ArchivedConversation,
  ArchivedMessage,
  ArchiveReaderOptions,
  ArchiveQuery,
  Change,
  ChangesOptions,
  ConversationQuery,
  ListDigests,
  OpenOptions,
  StatusSeen,
  SyncOptions,
  SyncProgress,
  SyncReport,
  VerifyReport,
} from './contract.ts'
export { ArchiveError, type ArchiveErrorCode } from './archive-error.ts'
export { openArchive } from './open-archive.ts'
