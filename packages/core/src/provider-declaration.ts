import type {
  Capabilities,
  ClientOptions,
  Conversation,
  ConversationReader,
  ConversationSummary,
  Direction,
  Message,
  MessageOrder,
  MessageReader,
  SummaryReader,
} from './contract.ts'
import type { ApiResponse, ReadErrorBody } from './http/read-response.ts'
import type { HttpClient } from './http/http-client.ts'
import type { List, ListResponse, TokenList, TokenResponse, Walk } from './walk/list.ts'

/** A participant as a provider's API needs it: text, or a value that the API reads in one of several ways. */
export type ParsedParticipant = string | WithValue

/** A participant with what sets it apart from others that the API reads in the same way. */
export interface WithValue {
  /** Part of what a cursor is bound to: not empty, and another for every other participant. */
  readonly value: string
}

/** The options of a factory that hold credentials. */
export type CredentialOf<Options> = Exclude<keyof Options, keyof ClientOptions> & string

/** The credentials of a reader, by the option that holds each. */
export type Credentials<Options> = { readonly [Option in CredentialOf<Options>]-?: string }

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
export interface MessagesCall<Participant> {
  /** The reader's client. */
  readonly http: HttpClient
  /** Whose messages are wanted. */
  readonly participant: Participant
  /** Undefined for both. */
  readonly direction: Direction | undefined
  /** The order to read in: the option, or the provider's own. */
  readonly order: MessageOrder | 'unspecified'
}

/** One call of `summary()`. */
export interface SummaryCall<Participant> {
  /** The reader's client. */
  readonly http: HttpClient
  /** Whose conversation is summarised. */
  readonly participant: Participant
  /** Ends the call when it is aborted. */
  readonly signal: AbortSignal
}

/** The response that a page came from, for the errors about it. */
export interface PageOrigin {
  /** Its status and attempts. */
  readonly response: ApiResponse
  /** The path of the items in its body; empty if the body is the list. */
  readonly path: string
}

/**
 * The messages with a participant, requested by page number or offset.
 *
 * @example
 * ```ts
 * import { type HttpClient, itemIdentity, type MessageList } from '@sms/core/provider'
 *
 * interface AcmeMessage {
 *   readonly id: string
 *   readonly from: string
 * }
 *
 * // A real list checks the shape of the body: `checkShape`.
 * export const messageList = (http: HttpClient, participant: string): MessageList<AcmeMessage> => ({
 *   async request(page, limit, signal) {
 *     const response = await http.get(`/messages/${participant}`, { page, limit }, signal)
 *     return { response, path: '', items: response.body as AcmeMessage[] }
 *   },
 *   identify: ({ id }) => itemIdentity(id, () => []),
 *   check: ({ from }) => (from === participant ? null : 'a message from the participant'),
 * })
 * ```
 */
export interface MessageList<Raw> extends List<Raw> {
  /** Requests a part of the list, as `List` has it. */
  request(position: number, size: number, signal: AbortSignal): Promise<PageOrigin & ListResponse<Raw>>
  /** Returns what was expected if the message is none of this participant's; else null. */
  check(raw: Raw): string | null
}

/**
 * The messages with a participant, requested by token.
 *
 * @example
 * ```ts
 * import { type HttpClient, itemIdentity, type TokenMessageList } from '@sms/core/provider'
 *
 * interface AcmePage {
 *   readonly messages: readonly { readonly id: string }[]
 *   readonly next: string | null
 * }
 *
 * // A real list checks the shape of the body: `checkShape`.
 * export const messageList = (http: HttpClient, participant: string): TokenMessageList<{ id: string }> => ({
 *   async request(after, limit, signal) {
 *     const response = await http.get(`/messages/${participant}`, { limit, after: after ?? undefined }, signal)
 *     const { messages, next } = response.body as AcmePage
 *     return { response, path: 'messages', items: messages, next }
 *   },
 *   identify: ({ id }) => itemIdentity(id, () => []),
 *   check: () => null,
 * })
 * ```
 */
export interface TokenMessageList<Raw> extends TokenList<Raw> {
  /** Requests one page, as `TokenList` has it. */
  request(token: string | null, size: number, signal: AbortSignal): Promise<PageOrigin & TokenResponse<Raw>>
  /** Returns what was expected if the message is none of this participant's; else null. */
  check(raw: Raw): string | null
}

/** A message without what core adds to it. */
export type MessageFields<Raw> = Omit<Message<Raw>, 'provider'>

/** What sources of both kinds declare. */
export interface BasicSource<Raw> {
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

/** Messages that are requested by page number or offset. */
export interface NumberedSource<Raw> extends BasicSource<Raw> {
  /** How lists of this style are walked over. */
  readonly walk: Walk<Raw>
  /** Makes the list for one walk, which may remember what it saw. */
  readonly list: () => MessageList<Raw>
}

/** Messages that are requested by token. */
export interface TokenSource<Raw> extends BasicSource<Raw> {
  /** How lists of this style are walked over. */
  readonly walk: Walk<Raw, TokenList<Raw>>
  /** Makes the list for one walk, which may remember what it saw. */
  readonly list: () => TokenMessageList<Raw>
}

/** How one call of `messages()` is read. */
export type MessageSource<Raw> = NumberedSource<Raw> | TokenSource<Raw>

/** What sources of conversations of both kinds declare. */
export interface BasicConversationSource<Raw> {
  /** Brings a conversation into the contract's form. */
  readonly normalize: (raw: Raw) => Omit<Conversation<Raw>, 'provider'>
}

/** Conversations that are requested by page number or offset. */
export interface NumberedConversationSource<Raw> extends BasicConversationSource<Raw> {
  /** How lists of this style are walked over. */
  readonly walk: Walk<Raw>
  /** Makes the list for one walk. */
  readonly list: () => List<Raw>
}

/** Conversations that are requested by token. */
export interface TokenConversationSource<Raw> extends BasicConversationSource<Raw> {
  /** How lists of this style are walked over. */
  readonly walk: Walk<Raw, TokenList<Raw>>
  /** Makes the list for one walk. */
  readonly list: () => TokenList<Raw>
}

/** How `conversations()` is read. */
export type ConversationSource<Raw> = NumberedConversationSource<Raw> | TokenConversationSource<Raw>

/** What every provider declares. */
export interface BasicDeclaration<Options, Raw, Participant> {
  /** The name in messages and errors: lower case, with dashes. */
  readonly name: string
  /** Without a slash at its end. */
  readonly baseUrl: string
  /** What readers can do. Core checks every option against it. */
  readonly capabilities: Capabilities
  /** The environment variable that is read for each credential that is not passed as an option. */
  readonly credentials: { readonly [Option in CredentialOf<Options>]-?: string }
  /** The headers that carry the credentials. No hook and no error ever sees them. */
  readonly headers: (credentials: Credentials<Options>) => Readonly<Record<string, string>>
  /** What follows the base URL in every request, for an API with an account in its path: `/accounts/1`. Default: nothing. */
  readonly basePath?: (credentials: Credentials<Options>) => string
  /** Reads the body of an error response; null if the body is none. */
  readonly readErrorBody: ReadErrorBody
  /** Default: phone numbers only, as digits. */
  readonly participants?: Participants<Participant>
  /** Declares how one call of `messages()` is read. */
  readonly messages: (call: MessagesCall<Participant>) => MessageSource<Raw>
}

/** What a provider sends for a conversation of a reader. */
export type RawConversationOf<Reader> = Reader extends ConversationReader<infer Raw> ? Raw : never

/** What a provider declares that can list conversations. */
export interface ConversationsDeclaration<Reader> {
  /** Declares how `conversations()` is read. */
  readonly conversations: (http: HttpClient) => ConversationSource<RawConversationOf<Reader>>
}

/** What a provider declares that can summarise a conversation. */
export interface SummaryDeclaration<Participant> {
  /** Requests a summary, and brings it into the contract's form. */
  readonly summary: (call: SummaryCall<Participant>) => Promise<Omit<ConversationSummary, 'provider'>>
}

/** What a provider sends for a message of a reader. */
export type RawMessageOf<Reader> = Reader extends MessageReader<infer Raw> ? Raw : never

/** What core needs to know of a provider to make its factory: see `defineProvider`. */
export type ProviderDeclaration<Options, Reader extends MessageReader, Participant> = BasicDeclaration<
  Options,
  RawMessageOf<Reader>,
  Participant
> &
  (Reader extends ConversationReader ? ConversationsDeclaration<Reader> : unknown) &
  (Reader extends SummaryReader ? SummaryDeclaration<Participant> : unknown)
