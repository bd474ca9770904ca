export type {
  Attachment,
  Capabilities,
  Channel,
  ClientOptions,
  Conversation,
  ConversationReader,
  ConversationSummary,
  DeliveryStatus,
  Direction,
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
export type { ResponseIssue, SmsErrorCode, SmsErrorDetails } from './error.ts'
