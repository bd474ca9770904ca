/**
 * Reads SMS conversations from Template.
 *
 * @module @sms/provider-template
 */
export { SmsError } from '@sms/core'
export type { Message, MessageReader, MessagesOptions, Page, Paginated } from '@sms/core'
export type { TemplateOptions } from './options.ts'
export { createTemplate } from './provider.ts'
export type { TemplateMessage } from './wire.ts'
