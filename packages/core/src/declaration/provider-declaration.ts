import type { Capabilities } from '../contract/capabilities.ts'
import type { ClientOptions } from '../contract/client-options.ts'
import type { Conversation } from '../contract/conversation.ts'
import type { ConversationSummary } from '../contract/conversation-summary.ts'
import type { Direction, Message, MessageOrder } from '../contract/message.ts'
import type { ConversationReader, MessageReader, SummaryReader } from '../contract/readers.ts'
import type { AttachmentSource } from '../http/attachment-source.ts'
import type { ApiRequest } from '../http/http-client.ts'
import type { ApiResponse, ReadErrorBody } from '../http/read-response.ts'
import type { DeclaredOptions } from '../options/declared-option.ts'
import type { StartMerge } from '../paging/merged-order.ts'
import type { ItemList, ListResponse, StartWalk, TokenList, TokenResponse } from '../walk/list.ts'
import type { ItemDetail } from './item-detail.ts'

/** A participant as a provider's API needs it: text, or a value that the API reads in one of several ways. */
export type ParsedParticipant = string | WithValue

/** A participant with what sets it apart from others that the API reads in the same way. */
export interface WithValue {
  /** Part of what a cursor is bound to: not empty, and another for every other participant. */
  readonly value: string
}

/** The options of a factory that hold credentials: all but those of every factory and those that are declared as no secret. */
export type CredentialOf<Options, Values = NoOptions> = Exclude<
  keyof Options,
  keyof ClientOptions | keyof Values
> &
  string

/** The credentials of a reader, by the option that holds each. */
export type Credentials<Options, Values = NoOptions> = {
  readonly [Option in CredentialOf<Options, Values>]-?: string
}

/** A factory has no options but credentials. */
export type NoOptions = Readonly<Record<never, never>>

/**
 * What a provider's participants may be beside phone numbers, and what stands for a phone number.
 *
 * @example
 * ```ts
 * import type { Participants } from '@sms/core/provider'
 *
 * export const PARTICIPANTS: Participants<string> = {
 *   forms: ['an e-mail address'],
 *   parse: (participant) => (participant.includes('@') ? participant : null),
 *   fromDigits: (digits) => `+${digits}`,
 * }
 * console.log(PARTICIPANTS.fromDigits('46701740605')) // +46701740605
 * ```
 */
export interface Participants<Participant> {
  /** The other forms, for the error of everything else: 'an e-mail address'. */
  readonly forms: readonly string[]
  /** Returns the participant if it has one of these forms; null if it may be a phone number. */
  parse(participant: string): Participant | null
  /**
   * Returns a phone number as the API needs it.
   *
   * @param digits Country code and number, without `+`.
   */
  fromDigits(digits: string): Participant
}

/** One call of `messages()`, its options checked. */
export interface MessagesCall<Participant, Values = NoOptions> {
  /** The reader's options that are no credentials. */
  readonly options: Values
  /** Where the reader's API is, without a slash at its end: for paths in responses. */
  readonly baseUrl: string
  /** Whose messages are wanted. */
  readonly participant: Participant
  /** Undefined for both. */
  readonly direction: Direction | undefined
  /** The order to read in: the option, or the provider's own. */
  readonly order: MessageOrder | 'unspecified'
  /** For an API that filters by time: core checks the times all the same, so a request may be wider. */
  readonly since: Date | undefined
  /** As `since`. */
  readonly until: Date | undefined
}

/**
 * What lists of both styles declare.
 *
 * @example
 * ```ts
 * import { type DeclaredList, isSameNumber, itemIdentity } from '@sms/core/provider'
 *
 * export const messagesWith = (participant: string): DeclaredList<{ id: string; from: string }> => ({
 *   newestFirst: true,
 *   itemsPath: 'messages',
 *   identify: ({ id }) => itemIdentity(id, () => []),
 *   check: ({ from }) => (isSameNumber(from, participant) ? null : 'a message from the participant'),
 * })
 * console.log(messagesWith('46701740605').check?.({ id: '1', from: '+46701740605' })) // null
 * ```
 */
export interface DeclaredList<Raw> extends ItemList<Raw> {
  /** The path of the items in a response, for errors about one of them. Default: the response is the list. */
  readonly itemsPath?: string
  /** Returns what was expected of an item that is none of this list, such as another participant's; else null. */
  check?(raw: Raw): string | null
  /** What the list leaves out of an item, and another request adds. Default: nothing. */
  readonly detail?: ItemDetail<Raw> | undefined
}

/**
 * A list that is requested by page number or offset: how to request a part of it, and how to read the response.
 *
 * @example
 * ```ts
 * import { itemIdentity, type ListByNumber } from '@sms/core/provider'
 *
 * interface AcmeMessage {
 *   readonly id: string
 *   readonly from: string
 * }
 *
 * export const messageList = (participant: string): ListByNumber<AcmeMessage> => ({
 *   request: (page, limit) => ({ path: `/messages/${participant}`, query: { page, limit } }),
 *   // A real list checks the shape of the body: `checkShape`.
 *   read: (response) => ({ items: response.body as AcmeMessage[] }),
 *   identify: ({ id }) => itemIdentity(id, () => []),
 *   check: ({ from }) => (from === participant ? null : 'a message from the participant'),
 * })
 * console.log(messageList('46701740605').request(1, 50)) // { path: '/messages/46701740605', query: { page: 1, limit: 50 } }
 * ```
 */
export interface ListByNumber<Raw> extends DeclaredList<Raw> {
  /**
   * Returns the request for a part of the list.
   *
   * @param position The number of a page, from 1, or the offset of an item, from 0: whichever the walk counts in.
   * @param size How many items to request.
   */
  request(position: number, size: number): ApiRequest
  /**
   * Reads the response to a request for this position and size.
   *
   * @throws {SmsError} `invalid_response` if its shape is not the documented one: `checkShape`.
   */
  read(response: ApiResponse, position: number, size: number): ListResponse<Raw>
}

/**
 * A list that is requested by token: how to request a page, and how to read the response.
 *
 * @example
 * ```ts
 * import { itemIdentity, type ListByToken } from '@sms/core/provider'
 *
 * interface AcmePage {
 *   readonly messages: readonly { readonly id: string }[]
 *   readonly next: string | null
 * }
 *
 * export const messageList = (participant: string): ListByToken<{ readonly id: string }> => ({
 *   itemsPath: 'messages',
 *   request: (after, limit) => ({
 *     path: `/messages/${participant}`,
 *     query: { limit, after: after ?? undefined },
 *   }),
 *   // A real list checks the shape of the body: `checkShape`.
 *   read(response) {
 *     const { messages, next } = response.body as AcmePage
 *     return { items: messages, next }
 *   },
 *   identify: ({ id }) => itemIdentity(id, () => []),
 * })
 * console.log(messageList('46701740605').request('m7', 50).query) // { limit: 50, after: 'm7' }
 * ```
 */
export interface ListByToken<Raw> extends DeclaredList<Raw> {
  /**
   * Returns the request for one page.
   *
   * @param token The token of the page, or null for the first page.
   * @param size How many items to request.
   */
  request(token: string | null, size: number): ApiRequest
  /**
   * Reads the response to a request for this page.
   *
   * @throws {SmsError} `invalid_response` if its shape is not the documented one: `checkShape`.
   */
  read(response: ApiResponse, token: string | null, size: number): TokenResponse<Raw>
}

/** A message without what core adds to it. */
export type MessageFields<Raw> = Omit<Message<Raw>, 'provider'>

/** What becomes of a list's messages. */
export interface MessageRules<Raw> {
  /**
   * Brings a message into the contract's form.
   *
   * @param key The message's `key`, as the contract defines it.
   */
  readonly normalize: (raw: Raw, key: string) => MessageFields<Raw>
  /** Whether the API itself leaves out messages of the other direction. Default: false. */
  readonly selectsDirection?: boolean
  /** Whether the list is sorted by this message's time. Default: all are. */
  readonly isSortedByTime?: (raw: Raw) => boolean
}

/** How a list is walked over: by page number or offset, or by token. */
export type ListSource<Raw> =
  | {
      /** The walk for lists of this style. */
      readonly walk: StartWalk<Raw>
      /** Makes the list for one walk, which may remember what it saw. */
      readonly list: () => ListByNumber<Raw>
    }
  | {
      /** The walk for lists of this style. */
      readonly walk: StartWalk<Raw, TokenList<Raw>>
      /** Makes the list for one walk, which may remember what it saw. */
      readonly list: () => ListByToken<Raw>
    }

/** Lists that are read as one, such as the messages to a participant and those from it. */
export interface MergedListSource<Raw> {
  /** What merges them: `mergeByTime`. Named here, because a provider of single lists ships without it. */
  readonly merge: StartMerge
  /** All in the same order. At equal times, the messages of the first list come first. */
  readonly lists: readonly ListSource<Raw>[]
  /** The time that the lists are sorted by. A message without one takes the time of the one before it in its list. */
  readonly timeOf: (raw: Raw) => Date | null
}

/** How one call of `messages()` is read. */
export type MessageSource<Raw> = (ListSource<Raw> | MergedListSource<Raw>) & MessageRules<Raw>

/** How `conversations()` is read. */
export type ConversationSource<Raw> = ListSource<Raw> & {
  /** Brings a conversation into the contract's form. */
  readonly normalize: (raw: Raw) => Omit<Conversation<Raw>, 'provider'>
}

/**
 * How a summary is requested and read.
 *
 * @example
 * ```ts
 * import { checkShape, type SummarySource } from '@sms/core/provider'
 * import * as v from 'valibot'
 *
 * const schema = v.looseObject({ count: v.number() })
 *
 * export const summary: SummarySource<string> = {
 *   request: (participant) => ({ path: `/messages/${participant}/summary`, query: {} }),
 *   read(response, participant) {
 *     const raw = checkShape(schema, response)
 *     return { participant, messages: raw.count, segments: raw.count, outbound: {}, inbound: {}, raw }
 *   },
 * }
 * console.log(summary.request('46701740605').path) // /messages/46701740605/summary
 * ```
 */
export interface SummarySource<Participant> {
  /** Returns the request for the summary of a conversation. */
  request(participant: Participant): ApiRequest
  /**
   * Reads the response, and brings it into the contract's form.
   *
   * @throws {SmsError} `invalid_response` if its shape is not the documented one: `checkShape`.
   */
  read(response: ApiResponse, participant: Participant): Omit<ConversationSummary, 'provider'>
}

/** What every provider declares. */
export interface BasicDeclaration<Options, Raw, Participant, Values extends object = NoOptions> {
  /** The name in messages and errors: lower case, with dashes. */
  readonly name: string
  /** Without a slash at its end. A function if it depends on an option. */
  readonly baseUrl: string | ((options: Values) => string)
  /** What readers can do. Core checks every option against it. */
  readonly capabilities: Capabilities
  /** The environment variable that is read for each credential that is not passed as an option. */
  readonly credentials: { readonly [Option in CredentialOf<Options, Values>]-?: string }
  /** The credentials that are enough, if not all are needed: those of one set. The first set is preferred. */
  readonly credentialSets?: readonly (readonly CredentialOf<Options, Values>[])[]
  /** The options that are no secret, such as an account in the path. An option is a credential only if it is secret. */
  readonly options?: DeclaredOptions<Values>
  /** The headers that carry the credentials. No hook and no error ever sees them. A credential that is not used is empty. */
  readonly headers: (
    credentials: Credentials<Options, Values>,
    options: Values,
  ) => Readonly<Record<string, string>>
  /** What follows the base URL in every request, for an API with an account in its path: `/accounts/1`. Default: nothing. */
  readonly basePath?: (credentials: Credentials<Options, Values>, options: Values) => string
  /** Reads the body of an error response; null if the body is none. */
  readonly readErrorBody: ReadErrorBody
  /** Default: phone numbers only, as digits. */
  readonly participants?: Participants<Participant>
  /** Where the files of messages are; null if a reader with these options has none. Default: `download()` is left out. */
  readonly attachments?: (options: Values) => AttachmentSource | null
  /** Declares how one call of `messages()` is read. */
  readonly messages: (call: MessagesCall<Participant, Values>) => MessageSource<Raw>
}

/** What a provider sends for a conversation of a reader. */
export type RawConversationOf<Reader> = Reader extends ConversationReader<infer Raw> ? Raw : never

/** What a provider declares that can list conversations. */
export interface ConversationsDeclaration<Reader> {
  /** Declares how `conversations()` is read. */
  readonly conversations: ConversationSource<RawConversationOf<Reader>>
}

/** What a provider declares that can summarise a conversation. */
export interface SummaryDeclaration<Participant> {
  /** Declares how `summary()` is requested and read. */
  readonly summary: SummarySource<Participant>
}

/** What a provider sends for a message of a reader. */
export type RawMessageOf<Reader> = Reader extends MessageReader<infer Raw> ? Raw : never

/** What core needs to know of a provider to make its factory: see `defineProvider`. */
export type ProviderDeclaration<
  Options,
  Reader extends MessageReader,
  Participant,
  Values extends object = NoOptions,
> = BasicDeclaration<Options, RawMessageOf<Reader>, Participant, Values> &
  (Reader extends ConversationReader ? ConversationsDeclaration<Reader> : unknown) &
  (Reader extends SummaryReader ? SummaryDeclaration<Participant> : unknown)
