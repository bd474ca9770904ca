/**
 * Reads SMS and MMS conversations from Smstools.
 *
 * @module @sms/smstools
 */
export { SmsError } from '@sms/core'
export type { Message, MessageReader, MessagesOptions, Page, Paginated } from '@sms/core'
export { createSmstools, type SmstoolsOptions } from './provider.ts'
export type { SmstoolsFile, SmstoolsMessage } from './schema.ts'
