/**
 * Reads RCS, SMS and other conversations from Octopush.
 *
 * @module @sms/conversations-rcs
 */
export { SmsError } from '@sms/core'
export type {
  Conversation,
  ConversationReader,
  Message,
  MessageReader,
  MessagesOptions,
  Page,
  Paginated,
} from '@sms/core'
export { type ConversationsRcsOptions, createConversationsRcs } from './provider.ts'
export type {
  ContactIdentifiers,
  OctopushConversation,
  OctopushMessage,
  RecipientDetails,
  UserIdentifiers,
} from './schema.ts'
