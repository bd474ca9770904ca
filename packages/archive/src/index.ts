/**
 * A copy of your conversations in a database of your own, kept in sync.
 *
 * @module @sms/archive
 */
export type {
  Archive,
  ArchivedAttachment,
  ArchivedConversation,
  ArchivedMessage,
  ArchiveReaderOptions,
  ArchiveQuery,
  AttachmentOptions,
  AttachmentResult,
  Change,
  ChangesOptions,
  ConversationQuery,
  CopyOptions,
  CopyProgress,
  CopyReport,
  EraseOptions,
  ErasedChange,
  ErasureReport,
  MessageChange,
  ListDigests,
  OpenOptions,
  PruneOptions,
  PruneReport,
  StatusSeen,
  SyncOptions,
  SyncProgress,
  SyncReport,
  VerifyReport,
} from './contract.ts'
export { copyArchive } from './copy/copy-archive.ts'
export { ArchiveError, type ArchiveErrorCode } from './archive-error.ts'
export { openArchive } from './open-archive.ts'
