import { type MessageReader, type MessagesOptions, splitKey } from '@sms/core'
import type { SyncProgress } from '../contract/sync-options.ts'
import { SHOWN_AT_END } from '../sync/reach.ts'
import { fingerprintOfListed } from './fingerprint.ts'
import { type ComparedConversation, KeptMessages } from './kept-messages.ts'
import { ListedMessages } from './listed-messages.ts'

/** A list that was read whole. */
export interface ListReading {
  readonly listed: ListedMessages
  /** The times of its first messages, those that are left out among them. */
  readonly top: readonly (number | null)[]
  /** The same of its last messages. */
  readonly end: readonly (number | null)[]
  /** How many messages at the top, and at the end, are left out because of their age. */
  readonly oldAt: { readonly top: number; readonly end: number }
  /** The number of the archive's last change before it was read. What has a later one may come from a later response. */
  readonly sequence: number
}

/** What is read, and how. */
export interface ListCall {
  readonly compared: ComparedConversation
  readonly reader: MessageReader
  readonly options: MessagesOptions
  readonly onPage: ((progress: SyncProgress) => void) | undefined
}

/** Reads a conversation's whole list, and keeps of it what is compared. */
export async function readList({ compared, reader, options, onPage }: ListCall): Promise<ListReading> {
  const sequence = await compared.store.lastChange()
  const since = options.since?.getTime() ?? -Infinity
  const kept = new KeptMessages(compared)
  const listed = new ListedMessages()
  const top: (number | null)[] = []
  const end: (number | null)[] = []
  const oldAt = { top: 0, end: 0 }
  let count = 0
  for await (const page of reader.messages(compared.participant, options).pages()) {
    const isKept = new Set(await kept.of(page.items))
    for (const message of page.items) {
      const time = message.timestamp?.getTime() ?? null
      if (options.since !== undefined && (time === null || time < since)) continue
      // What is left out is listed all the same: it shows how far the list reaches.
      if (top.length < SHOWN_AT_END) top.push(time)
      end.push(time)
      if (end.length > SHOWN_AT_END) end.shift()
      const isOld = kept.old.has(message)
      if (isOld && oldAt.top === count) oldAt.top += 1
      oldAt.end = isOld ? oldAt.end + 1 : 0
      count += 1
      if (!isKept.has(message)) continue
      const { content, repeat } = splitKey(message.key)
      const print = fingerprintOfListed(message)
      if (repeat === null) listed.addWithId(content, print)
      else listed.addCopy(content, print)
    }
    onPage?.({ stored: listed.length, total: page.total })
  }
  return { listed, top, end, oldAt, sequence }
}
