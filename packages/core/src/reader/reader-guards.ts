import type {
  AttachmentReader,
  ConversationReader,
  MessageReader,
  SummaryReader,
} from '../contract/readers.ts'

/**
 * Returns whether a reader can list conversations, and makes its type say so.
 *
 * @example
 * ```ts
 * import { hasConversations, type MessageReader } from '@sms/core'
 * import { createConversationsRcs } from '@sms/conversations-rcs'
 *
 * const reader: MessageReader = createConversationsRcs()
 * if (hasConversations(reader)) {
 *   for await (const { participant } of reader.conversations({ limit: 10 })) console.log(participant)
 * }
 * ```
 */
export function hasConversations(reader: MessageReader): reader is MessageReader & ConversationReader {
  // A reader without the ability may have the method all the same, which throws `unsupported`.
  return reader.capabilities.conversations && 'conversations' in reader
}

/**
 * Returns whether a reader can summarise a conversation, and makes its type say so.
 *
 * @example
 * ```ts
 * import { hasSummary, type MessageReader } from '@sms/core'
 * import { createIp1 } from '@sms/ip1'
 *
 * const reader: MessageReader = createIp1()
 * if (hasSummary(reader)) console.log((await reader.summary('+46701740605')).messages)
 * ```
 */
export function hasSummary(reader: MessageReader): reader is MessageReader & SummaryReader {
  return reader.capabilities.summary && 'summary' in reader
}

/**
 * Returns whether a reader can download the files of messages, and makes its type say so.
 *
 * @example
 * ```ts
 * import { hasDownload, type MessageReader } from '@sms/core'
 * import { createIp1 } from '@sms/ip1'
 *
 * const reader: MessageReader = createIp1()
 * console.log(hasDownload(reader)) // false
 * ```
 */
export function hasDownload(reader: MessageReader): reader is MessageReader & AttachmentReader {
  return typeof Reflect.get(reader, 'download') === 'function'
}
