/**
 * Reads SMS conversations from iP.1, and their summaries.
 *
 * @module @sms/ip1
 */
export { SmsError } from '@sms/core'
export type {
  ConversationSummary,
  Message,
  MessageReader,
  MessagesOptions,
  Page,
  Paginated,
  SummaryReader,
} from '@sms/core'
export { createIp1, type Ip1Options } from './provider.ts'
export type { Ip1Message, Ip1Status } from './schema.ts'
