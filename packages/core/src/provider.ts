/**
 * What a provider is built from. Programs that read conversations need nothing of it.
 *
 * @module @sms/core/provider
 */
export { type ClientSettings, clientSettings } from './client-options.ts'
export { credential } from './credentials.ts'
export { digest } from './digest.ts'
export { invalidArgument } from './invalid-argument.ts'
export { type MessageFilter, selectMessages } from './message-selection.ts'
export { type PaginatedSource, paginate, type Selection } from './paginated.ts'
export { displayAddress, isSameNumber, participantDigits, phoneNumberDigits } from './phone-number.ts'
export {
  type MessagesSettings,
  messagesSettings,
  type PageSettings,
  pageSettings,
  requestSignal,
} from './read-options.ts'
export { defineReader } from './reader.ts'
export type { Answer, ReadRefusal, Refusal } from './transport/failure.ts'
export { createHttpClient, type HttpApi, type HttpClient, type Query } from './transport/http-client.ts'
export { type Link, parseLinkHeader } from './transport/link-header.ts'
export { walkCountedPages } from './walk/counted-pages.ts'
export { givenId, identity } from './walk/identity.ts'
export type {
  ItemList,
  List,
  ListAnswer,
  Stretch,
  TokenAnswer,
  TokenList,
  Walk,
  WalkRequest,
} from './walk/list.ts'
export { walkNumberedPages } from './walk/numbered-pages.ts'
export { walkOffsets } from './walk/offsets.ts'
export { walkTokens } from './walk/tokens.ts'
export { checkItems, checkShape, invalidResponse } from './wire.ts'
