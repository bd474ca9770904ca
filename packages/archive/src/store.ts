/**
 * What an archive in another database is made of: the store that it has to implement, and what every store shares. It is for
 * `@sms/archive-postgres`, and may change with any release.
 *
 * @module @sms/archive/store
 */
export type * from './store/archive-record.ts'
export type * from './store/attachment-store.ts'
export type * from './store/change-store.ts'
export type * from './store/conversation-store.ts'
export type * from './store/copy-store.ts'
export type * from './store/erasure-store.ts'
export type * from './store/lease-store.ts'
export type * from './store/member-store.ts'
export type * from './store/message-store.ts'
export type * from './store/page-store.ts'
export type * from './store/place.ts'
export type * from './store/pruning-store.ts'
export type * from './store/rules-store.ts'
export type * from './store/store.ts'
export type * from './store/vanishing-store.ts'
export { ArchiveError } from './archive-error.ts'
export { checkNames, invalidOption } from './check-options.ts'
export { targetNotEmpty } from './copy/target-not-empty.ts'
export { hasChanged, parseBody, unsignedUrl, type MessageBody } from './message-body.ts'
export { messageTokens } from './search/message-tokens.ts'
export { searchTerms, type SearchTerm } from './search/search-terms.ts'
export { tokenize } from './search/tokenize.ts'
export { archivedParticipant } from './participant.ts'
export { startArchive } from './start-archive.ts'
export { type AbsentRow, toAbsentMember } from './store/absent-row.ts'
export { type AddedMember, type AddedSummary, summarizeAdded } from './store/added-members.ts'
export {
  type AttachmentRow,
  type DueRow,
  toMessageWithAttachments,
  toStoredAttachment,
} from './store/attachment-row.ts'
export { type ComparedRow, toComparedMember } from './store/compared-row.ts'
export {
  type ConversationRow,
  type ListedRow,
  toListedConversation,
  toStoredConversation,
} from './store/conversation-row.ts'
export { type DumpQuery, type DumpStep, type DumpSteps, dumpSteps } from './store/dump-records.ts'
export { GAP } from './store/gap.ts'
export { leftOutKey, NO_KEY, OLD_KEY } from './store/left-out-key.ts'
export { type LeftOutRow, type MemberRow, toStoredMember } from './store/member-row.ts'
export { type ChangeableRow, fileAddresses, isNews, statusesToAdd } from './store/message-change.ts'
export { type ErasureRow, type MessageRow, toChanges, toStoredMessage } from './store/message-row.ts'
export { NO_REPEAT } from './store/no-repeat.ts'
export {
  type LeftOutMember,
  type LostMessages,
  type Removal,
  type RemovedPlaces,
  removedPlaces,
  type RemovedRow,
} from './store/removed-places.ts'
export { type LeaseRow, requireLease } from './store/require-lease.ts'
export { type RulesRow, toStoredRules } from './store/rules-row.ts'
export { decodeText, encodeText } from './store/stored-text.ts'
export { withoutCursors } from './store/without-cursors.ts'
export { WITHOUT_SEARCH } from './store/without-search.ts'
export { type SliceSync, sliceSync } from './sync/sync-slice.ts'
export { isComplete, type PartReport, type SyncCourse } from './sync/sync-conversation.ts'
export type { SyncEnd } from './sync/with-lease.ts'
