/**
 * The contract: the types that every provider's reader follows, and the one error that all of them throw.
 *
 * @module @sms/core
 */
export type {
  Attachment,
  AttachmentReader,
  Capabilities,
  Channel,
  ClientOptions,
  Conversation,
  ConversationReader,
  ConversationSummary,
  DeliveryStatus,
  Direction,
  DownloadedFile,
  DownloadOptions,
  Message,
  MessageOrder,
  MessageReader,
  MessagesOptions,
  Page,
  PageOptions,
  Paginated,
  Price,
  RequestOptions,
  StatusCounts,
  SummaryReader,
} from './contract.ts'
export { SmsError } from './error.ts'
export { hasConversations, hasDownload, hasSummary } from './reader/reader-guards.ts'
export type { ResponseIssue, SmsErrorCode, SmsErrorDetails } from './error.ts'
export { type KeyParts, splitKey } from './walk/split-key.ts'
