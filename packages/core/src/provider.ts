/**
 * For those who write a provider: `defineProvider`, and what a declaration is made of.
 *
 * @module @sms/core/provider
 */
export { addDetails, type ItemDetail } from './declaration/item-detail.ts'
export { checkItems, checkShape, invalidResponse } from './response/check-shape.ts'
export { defineProvider, type ProviderFactory } from './define-provider.ts'
export { downloadFiles } from './declaration/download-files.ts'
export { digest } from './walk/digest.ts'
export { paginate } from './paging/paginate.ts'
export { mergeByTime } from './paging/merged-order.ts'
export type { Selection } from './paging/selection.ts'
export type { MergedLists, PaginatedRules, PaginatedSource, WalkedList } from './paging/source.ts'
export { isHostName } from './options/host-name.ts'
export {
  displayAddress,
  isSameNumber,
  nationalNumberDigits,
  participantDigits,
  phoneNumberDigits,
} from './options/phone-number.ts'
export type {
  BasicDeclaration,
  ConversationsDeclaration,
  ConversationSource,
  CredentialOf,
  Credentials,
  DeclaredList,
  ListByNumber,
  ListByToken,
  ListSource,
  MergedListSource,
  MessageFields,
  MessageRules,
  MessagesCall,
  MessageSource,
  NoOptions,
  ParsedParticipant,
  Participants,
  ProviderDeclaration,
  RawConversationOf,
  RawMessageOf,
  SummaryDeclaration,
  SummarySource,
  WithValue,
} from './declaration/provider-declaration.ts'
export type { DeclaredOption, DeclaredOptions } from './options/declared-option.ts'
export { optionalText, optionalTextOrNumber } from './response/schemas.ts'
export { messagesSettings, type MessagesSettings, type PageSettings } from './options/call-options.ts'
export { makeReader } from './reader/make-reader.ts'
export type { ApiResponse, ErrorBody, ReadErrorBody } from './http/read-response.ts'
export type { AttachmentSource } from './http/attachment-source.ts'
export type { ApiRequest } from './http/http-client.ts'
export { type Link, parseLinkHeader } from './http/link-header.ts'
export { retryAfterSeconds } from './http/retry-after.ts'
export { walkCountedPages } from './walk/counted-pages.ts'
export { givenId, itemIdentity } from './walk/identity.ts'
export type {
  ItemList,
  List,
  ListResponse,
  Batch,
  StartWalk,
  TokenList,
  TokenResponse,
  Walk,
  WalkRequest,
} from './walk/list.ts'
export { walkNumberedPages } from './walk/numbered-pages.ts'
export { walkOffsets } from './walk/offsets.ts'
export { walkTokens } from './walk/tokens.ts'
