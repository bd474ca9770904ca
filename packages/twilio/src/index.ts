/**
 * Reads messages from Twilio Programmable Messaging: SMS, MMS, WhatsApp, RCS and Messenger.
 *
 * @module @sms/twilio
 */
export { SmsError } from '@sms/core'
export type { Message, MessageReader, MessagesOptions, Page, Paginated } from '@sms/core'
export { createTwilio, type TwilioOptions } from './provider.ts'
export type { TwilioMedia, TwilioMessage, TwilioSubresources } from './schema.ts'
