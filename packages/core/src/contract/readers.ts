import type { Attachment, DownloadedFile } from './attachment.ts'
import type { DownloadOptions, MessagesOptions, PageOptions, RequestOptions } from './call-options.ts'
import type { Capabilities } from './capabilities.ts'
import type { Conversation } from './conversation.ts'
import type { ConversationSummary } from './conversation-summary.ts'
import type { Message } from './message.ts'
import type { Paginated } from './paginated.ts'

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
