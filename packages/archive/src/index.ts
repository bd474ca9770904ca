/**
 * A copy of your conversations in a database of your own, kept in sync.
 *
 * @module @sms/archive
 */
export type { Archive } from './contract/archive.ts'
export type { ArchiveReaderOptions, ArchiveQuery, ConversationQuery } from './contract/archive-query.ts'
export type { ArchivedAttachment } from './contract/archived-attachment.ts'
export type { ArchivedConversation } from './contract/archived-conversation.ts'
export type { ArchivedMessage, StatusSeen } from './contract/archived-message.ts'
export type { Change, ChangesOptions, ErasedChange, MessageChange } from './contract/change.ts'
export type { CopyOptions, CopyProgress, CopyReport } from './contract/copy.ts'
export type { EraseOptions, ErasureReport } from './contract/erasure.ts'
export type { OpenOptions } from './contract/open-options.ts'
export type { PruneOptions, PruneReport } from './contract/pruning.ts'
export type {
  AttachmentOptions,
  AttachmentResult,
  SyncOptions,
  SyncProgress,
} from './contract/sync-options.ts'
export type { SyncReport } from './contract/sync-report.ts'
export type { ListDigests, VerifyReport } from './contract/verify-report.ts'
export { copyArchive } from './copy/copy-archive.ts'
export { ArchiveError, type ArchiveErrorCode } from './archive-error.ts'
export { openArchive } from './open-archive.ts'
