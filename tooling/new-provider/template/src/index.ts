/**
 * Reads SMS conversations from Template.
 *
 * @module @sms/template
 */
export { SmsError } from '@sms/core'
export type { Message, MessageReader, MessagesOptions, Page, Paginated } from '@sms/core'
export { createTemplate, type TemplateOptions } from './provider.ts'
export type { TemplateMessage } from './schema.ts'
