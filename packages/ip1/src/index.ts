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
export type { Ip1Options } from './options.ts'
export { createIp1 } from './provider.ts'
export type { Ip1Message, Ip1Status } from './wire.ts'
