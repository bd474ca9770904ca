/**
 * The contract: the types that every provider's reader follows, and the one error that all of them throw.
 *
 * @module @sms/core
 */
export type { Attachment, DownloadedFile } from './contract/attachment.ts'
export type {
  DownloadOptions,
  MessagesOptions,
  PageOptions,
  RequestOptions,
} from './contract/call-options.ts'
export type { Capabilities } from './contract/capabilities.ts'
export type { ClientOptions } from './contract/client-options.ts'
export type { Conversation } from './contract/conversation.ts'
export type { ConversationSummary, StatusCounts } from './contract/conversation-summary.ts'
export type { Channel, DeliveryStatus, Direction, Message, MessageOrder, Price } from './contract/message.ts'
export type { Page, Paginated } from './contract/paginated.ts'
export type {
  AttachmentReader,
  ConversationReader,
  MessageReader,
  SummaryReader,
} from './contract/readers.ts'
export { SmsError } from './error.ts'
export { hasConversations, hasDownload, hasSummary } from './reader/reader-guards.ts'
export type { ResponseIssue, SmsErrorCode, SmsErrorDetails } from './error.ts'
export { type KeyParts, splitKey } from './walk/split-key.ts'
