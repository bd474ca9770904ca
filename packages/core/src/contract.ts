/**
 * The contract: what every provider returns, in the same words. To read conversations, a program needs this file and
 * `SmsError`.
 */

/** What a reader offers, whatever the provider. `Raw` is the provider's own message object. */
export interface MessageReader<Raw = unknown> {
  /** The generation of this contract that the reader follows. */
  readonly contractVersion: 1
  /** The provider's name: `'smstools'`, `'conversations-rcs'`, `'ip1'` or a third party's. */
  readonly provider: string
  /** What this provider can do. Check it before you use an option that not every provider honours. */
  readonly capabilities: Capabilities
  /**
   * The messages exchanged with one participant. Nothing is requested before iteration starts, and every
   * iteration is a walk of its own.
   *
   * @param participant A phone number in E.164 or MSISDN digits, as people paste it, or another form that the provider accepts.
   * Spaces, dashes, dots, brackets, `(0)` after a country code and marks of the direction of writing are dropped; `00`
   * in front means `+`. A national number needs its country code.
   * @throws {SmsError} `invalid_argument` or `unsupported` at once; every other code while iterating.
   * @example
   * ```ts
   * import { createIp1 } from '@sms/ip1'
   *
   * const reader = createIp1()
   * for await (const message of reader.messages('+46701740605', { direction: 'inbound', limit: 20 })) {
   *   console.log(message.timestamp, message.from, message.text)
   * }
   * ```
   */
  messages(participant: string, options?: MessagesOptions): Paginated<Message<Raw>>
}

/** What a reader offers besides when `capabilities.conversations` is true. */
export interface ConversationReader<Raw = unknown> {
  /**
   * The account's conversations.
   *
   * @throws {SmsError} `invalid_argument` at once; every other code while iterating.
   * @example
   * ```ts
   * import { createConversationsRcs } from '@sms/conversations-rcs'
   *
   * const reader = createConversationsRcs()
   * for await (const { participant, lastMessage } of reader.conversations({ limit: 10 })) {
   *   console.log(participant, lastMessage)
   * }
   * ```
   */
  conversations(options?: PageOptions): Paginated<Conversation<Raw>>
}

/** What a reader offers besides when `capabilities.summary` is true. */
export interface SummaryReader {
  /**
   * How many messages and segments were exchanged with one participant, by status, in one request.
   *
   * @throws {SmsError} Rejects with any code but `pagination`.
   * @example
   * ```ts
   * import { createIp1 } from '@sms/ip1'
   *
   * const { messages, segments, outbound } = await createIp1().summary('+46701740605')
   * console.log(messages, segments, outbound.delivered?.messages ?? 0)
   * ```
   */
  summary(participant: string, options?: RequestOptions): Promise<ConversationSummary>
}

/** What a reader offers besides when its provider documents where the files of messages are: `hasDownload`. */
export interface AttachmentReader {
  /**
   * Downloads a file that came with a message. Only the hosts that the provider documents are requested, and those of
   * `hosts`, by https; credentials are sent only to the API itself, and never after a redirect. `timeout`, `retries` and
   * `maxResponseBytes` of the reader apply.
   *
   * @param attachment One of a message's `attachments`.
   * @throws {SmsError} Rejects with `unsupported`, before any request, for an address that is not requested; or with any code
   * but `pagination`.
   * @example
   * ```ts
   * import { hasDownload, type MessageReader } from '@sms/core'
   * import { createSmstools } from '@sms/smstools'
   *
   * // Stands for the network here.
   * const fetch = async (): Promise<Response> => new Response('content')
   * const reader: MessageReader = createSmstools({ fetch })
   * if (hasDownload(reader)) {
   *   const hosts = ['files.example.com']
   *   const { content } = await reader.download({ url: 'https://files.example.com/f1' }, { hosts })
   *   console.log(content.byteLength) // 7
   * }
   * ```
   */
  download(attachment: Pick<Attachment, 'url'>, options?: DownloadOptions): Promise<DownloadedFile>
}

/** A file that was downloaded. */
export interface DownloadedFile {
  /** What the file contains. */
  readonly content: Uint8Array
  /** The media type as the server words it, null if it sends none. */
  readonly contentType: string | null
}

/** What a provider can do. Programs and tests read it from the reader. */
export interface Capabilities {
  /** The order of `messages()` without the option `order`. */
  readonly order: MessageOrder | 'unspecified'
  /** The values that the option `order` accepts. */
  readonly orders: readonly MessageOrder[]
  /** Whether pages include the number of messages in the conversation. */
  readonly total: boolean
  /** Whether messages have a time; without one, `since` and `until` are `unsupported`. */
  readonly timestamps: boolean
  /** Whether `conversations()` works. */
  readonly conversations: boolean
  /** Whether `summary()` works. */
  readonly summary: boolean
  /** Items per request without the option `pageSize`. */
  readonly defaultPageSize: number
  /** The largest page the provider documents; null if it documents none. */
  readonly maxPageSize: number | null
}

/** An order of messages in time. */
export type MessageOrder = 'newest-first' | 'oldest-first'

/** Options of every call. */
export interface RequestOptions {
  /** Ends the call: it rejects with the signal's own reason, as `fetch` does. */
  signal?: AbortSignal | undefined
}

/** Options of `download()`. */
export interface DownloadOptions extends RequestOptions {
  /** Names of hosts that are requested as well, without credentials. Default: only those that the provider documents. */
  hosts?: readonly string[] | undefined
  /**
   * Requests hosts other than the API's, if the reader has no `fetch` of its own. One that throws an `SmsError` ends the
   * call with it. Default: the global one.
   */
  fetch?: typeof globalThis.fetch | undefined
}

/** Options of every call that reads pages. */
export interface PageOptions extends RequestOptions {
  /** Maximum number of items, at least 1. Default: no limit. */
  limit?: number | undefined
  /**
   * Items per request (a few more may be requested to check a page boundary), up to `capabilities.maxPageSize`, or to
   * 10 000 if that is null. Default: `capabilities.defaultPageSize`.
   */
  pageSize?: number | undefined
  /** Maximum number of requests in flight, up to 100. Default 4; 1 reads one page after another. */
  concurrency?: number | undefined
  /** Resume after the page that returned this cursor. */
  cursor?: string | undefined
}

/** Options of `messages()`. */
export interface MessagesOptions extends PageOptions {
  /** Only what the participant sent (`inbound`) or was sent (`outbound`). Default: both. */
  direction?: Direction | undefined
  /**
   * Only messages of this time or later. A message without a time is left out. A list that is read newest first is read
   * until 50 messages in a row are older, since one alone may have been delivered late.
   */
  since?: Date | undefined
  /**
   * Only messages of this time or earlier. A message without a time is left out. A list that is read oldest first is read
   * until 50 messages in a row are newer.
   */
  until?: Date | undefined
  /** The order to read in, one of `capabilities.orders`. Default: `capabilities.order`. */
  order?: MessageOrder | undefined
}

/**
 * A list read page by page. Iterate over it to get its items, or over `pages()` to get its pages, each with a cursor.
 *
 * Each item that is there for the whole walk is yielded exactly once, in the provider's order, whatever arrives
 * meanwhile; items that arrive or vanish during the walk may or may not appear. The provider's README says what its API
 * makes impossible.
 */
export interface Paginated<T> extends AsyncIterable<T> {
  /**
   * The pages, each with the cursor to resume from. Leaving the loop aborts what is still in flight.
   *
   * @throws {SmsError} Any code but `invalid_argument` and `unsupported`, while iterating; or the signal's own reason
   * when it is aborted.
   * @example
   * ```ts
   * import { createIp1 } from '@sms/ip1'
   *
   * const reader = createIp1()
   * let cursor: string | null = null
   * for await (const page of reader.messages('+46701740605', { pageSize: 50 }).pages()) {
   *   cursor = page.cursor
   *   break // the program ends here, and another one resumes
   * }
   * if (cursor !== null) {
   *   const rest = await reader.messages('+46701740605', { cursor }).toArray()
   *   console.log(`${rest.length} more`)
   * }
   * ```
   */
  pages(): AsyncIterable<Page<T>>
  /**
   * Returns all items in one array, for lists that fit into memory.
   *
   * @throws {SmsError} Rejects with what `pages()` throws. The items read until then are lost.
   * @example
   * ```ts
   * import { createSmstools } from '@sms/smstools'
   *
   * const latest = await createSmstools().messages('+46701740605', { limit: 100 }).toArray()
   * console.log(latest.filter(({ direction }) => direction === 'inbound').length)
   * ```
   */
  toArray(): Promise<T[]>
}

/** One page of a walk. */
export interface Page<T> {
  /** The items that no earlier page of the walk had. May be empty although later pages have items. */
  readonly items: readonly T[]
  /** Items in the whole list, if the provider reports it and no option filters them here; else null. */
  readonly total: number | null
  /**
   * Where to resume, in this process or another: an opaque, URL-safe string without credentials, text or phone
   * numbers in clear. Null on the last page of the list.
   */
  readonly cursor: string | null
}

/** Who wrote to whom: `inbound` is from the participant to the account, `outbound` is from the account to the participant. */
export type Direction = 'inbound' | 'outbound'

/** How a message was sent. Providers may name others: those are in lower case, as the provider spells them. */
export type Channel =
  | 'sms'
  | 'mms'
  | 'rcs'
  | 'whatsapp'
  | 'facebook'
  | 'instagram'
  | 'email'
  | 'voice'
  | (string & {})

/**
 * How far a message got. `queued` and `sending`: on its way. `sent`: it left the provider. `undelivered`: it did not
 * arrive. `failed`: rejected before it was sent. `received`: every inbound message. `unknown`: a status that the provider
 * does not document.
 */
export type DeliveryStatus =
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'undelivered'
  | 'failed'
  | 'received'
  | 'unknown'

/** One message of a conversation. */
export interface Message<Raw = unknown> {
  /** The provider's name. */
  readonly provider: string
  /** The provider's id, null if it sends none. */
  readonly id: string | null
  /**
   * The primary key of the message, together with the provider and the account. With an `id`, the key is the same whenever
   * the message is read. Without one, it is made from what never changes of the message, and identical messages are
   * numbered in the order of the walk: the number of such keys is right, but a new message may take the number of an older,
   * identical one. `splitKey` returns the two parts.
   */
  readonly key: string
  /** Who wrote to whom. */
  readonly direction: Direction
  /** How it was sent; `'unknown'` if the provider does not say. */
  readonly channel: Channel
  /**
   * Who sent it. An international phone number in any usual spelling (`46…`, `+46…`, `0046…`) is E.164
   * (`'+46701740605'`). Anything else (a short code, a national number, a sender name, an e-mail address) is unchanged.
   * Null if the provider does not say.
   */
  readonly from: string | null
  /** Who it was sent to, in the same form as `from`. */
  readonly to: string | null
  /** The text, empty if there is none. */
  readonly text: string
  /** The files that came with it, in the provider's order; empty if there are none. */
  readonly attachments: readonly Attachment[]
  /** When it was sent or received, to the second; null if the provider does not say. */
  readonly timestamp: Date | null
  /** How far it got when it was read. */
  readonly status: DeliveryStatus
  /** SMS segments the message was split into (3GPP TS 23.040), null if the provider does not say. */
  readonly segments: number | null
  /** The price of the whole message. Null if the provider does not say. */
  readonly price: Price | null
  /** Exactly what the provider sent. */
  readonly raw: Raw
}

/** A file that came with a message. */
export interface Attachment {
  /** The file's name, null if the provider sends none. */
  readonly name: string | null
  /** Where the provider keeps it, unchanged: treat it as untrusted input. */
  readonly url: string
  /** The media type as the provider words it, null if it sends none. */
  readonly contentType: string | null
}

/** An amount of money; `currency` as the provider words it, normally ISO 4217. */
export interface Price {
  /** In units of the currency, such as 0.35, as JSON represents numbers. */
  readonly amount: number
  /** Such as `'SEK'`. */
  readonly currency: string
}

/** One conversation of the account. */
export interface Conversation<Raw = unknown> {
  /** The provider's name. */
  readonly provider: string
  /** The provider's id. */
  readonly id: string
  /** Whom it is with, in the form of `Message.from`; null if the provider does not say. */
  readonly participant: string | null
  /** The contact's name, null if the provider has none. */
  readonly name: string | null
  /** The channel last used. */
  readonly channel: Channel
  /** The account's side, in the form of `Message.from`; null if the provider does not say. */
  readonly from: string | null
  /** When its first message was sent or received; null if the provider does not say. */
  readonly firstMessageAt: Date | null
  /** When its last message was sent or received; null if the provider does not say. */
  readonly lastMessageAt: Date | null
  /** The text of the last message, null if the provider does not report it. */
  readonly lastMessage: string | null
  /** How many messages it has, null if the provider does not say. */
  readonly messageCount: number | null
  /** Exactly what the provider sent. */
  readonly raw: Raw
}

/** The counts of one conversation. */
export interface ConversationSummary {
  /** The provider's name. */
  readonly provider: string
  /** Whom it is with, in the form of `Message.from`. */
  readonly participant: string
  /** Number of messages. */
  readonly messages: number
  /** Number of SMS segments (3GPP TS 23.040). */
  readonly segments: number
  /** What the participant was sent. */
  readonly outbound: StatusCounts
  /** What the participant sent: all of it `received`. */
  readonly inbound: StatusCounts
  /** Exactly what the provider sent. */
  readonly raw: unknown
}

/** Messages and their segments, by status. A status without messages is absent. */
export type StatusCounts = {
  readonly [status in DeliveryStatus]?: {
    /** How many messages have this status. */
    readonly messages: number
    /** How many SMS segments they were split into. */
    readonly segments: number
  }
}

/** The options of every factory, beside its credentials. */
export interface ClientOptions {
  /** The address of the API: https, or http on a loopback host only. Default: the provider's own address. */
  baseUrl?: string | URL | undefined
  /** The `fetch` to use. Default: the global one. */
  fetch?: typeof globalThis.fetch | undefined
  /** Milliseconds for one attempt, body included. Default 30 000, at most 300 000: the runtime's own limits cut longer ones. */
  timeout?: number | undefined
  /** Retries of a temporary failure, up to 100. Default 4; 0 makes one attempt. */
  retries?: number | undefined
  /** The largest body accepted, in decompressed bytes. Default 16 MiB. */
  maxResponseBytes?: number | undefined
  /** The `User-Agent` header (RFC 9110, 10.1.5), in visible ASCII. Default: the runtime's own. */
  userAgent?: string | undefined
  /**
   * Called before each attempt with a copy of the request, without its credential headers. An error that it throws ends
   * the call.
   */
  onRequest?: ((request: Request) => void | Promise<void>) | undefined
  /**
   * Called after each response with a copy of the response, without its body, and the request. An error that it throws
   * ends the call.
   */
  onResponse?: ((response: Response, request: Request) => void | Promise<void>) | undefined
}
