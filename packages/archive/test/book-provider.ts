import type { Conversation, ConversationReader, Message, MessageReader } from '@sms/core'
import { type List, type ListResponse, paginate, walkCountedPages, walkOffsets } from '@sms/core/provider'

/** A message of the book. */
export interface Letter {
  readonly id: string
  readonly from: string | null
  readonly to: string | null
  readonly text: string
  readonly time: number | null
}

/** A provider whose conversations a test writes down, the oldest message first. */
export class BookProvider {
  readonly #provider: string
  readonly #isNewestFirst: boolean
  readonly conversations: Map<string, Letter[]> = new Map()
  /** The names of contacts, by their participants. */
  readonly names: Map<string, string> = new Map()
  /** Runs before each response is made. */
  beforeResponse: () => Promise<void> = async () => undefined

  constructor(
    provider: string = 'book',
    { isNewestFirst = false }: { readonly isNewestFirst?: boolean } = {},
  ) {
    this.#provider = provider
    this.#isNewestFirst = isNewestFirst
  }

  /** Adds messages to a conversation. */
  add(participant: string, ...letters: readonly Letter[]): void {
    this.conversations.set(participant, [...(this.conversations.get(participant) ?? []), ...letters])
  }

  get reader(): MessageReader & ConversationReader {
    const provider = this.#provider
    const isNewestFirst = this.#isNewestFirst
    const normalize = (raw: Letter, key: string): Message<Letter> => ({
      provider,
      id: raw.id,
      key,
      direction: 'inbound',
      channel: 'sms',
      from: raw.from,
      to: raw.to,
      text: raw.text,
      attachments: [],
      timestamp: raw.time === null ? null : new Date(raw.time),
      status: 'received',
      segments: 1,
      price: null,
      raw,
    })
    return {
      contractVersion: 1,
      provider,
      capabilities: {
        order: isNewestFirst ? 'newest-first' : 'oldest-first',
        orders: [isNewestFirst ? 'newest-first' : 'oldest-first'],
        total: isNewestFirst,
        timestamps: true,
        conversations: true,
        summary: false,
        defaultPageSize: 50,
        maxPageSize: null,
      },
      messages: (participant, { limit = Infinity, pageSize = 50, concurrency = 4, cursor, signal } = {}) => {
        const letters = this.conversations.get(participant) ?? []
        const listed = isNewestFirst ? letters.toReversed() : letters
        return paginate<Letter, Message<Letter>, List<Letter, ListResponse<Letter>>>({
          provider,
          cursorScope: [provider, participant],
          settings: { limit, pageSize, concurrency, cursor, signal },
          walk: isNewestFirst ? walkCountedPages : walkOffsets,
          list: () => ({
            newestFirst: isNewestFirst,
            identify: ({ id }) => id,
            read: (page) => page,
            request: async (position, size) => {
              await this.beforeResponse()
              const first = isNewestFirst ? (position - 1) * size : position
              const items = listed.slice(first, first + size)
              return isNewestFirst
                ? { items, first, total: listed.length }
                : { items, more: first + size < listed.length }
            },
          }),
          normalize,
        })
      },
      conversations: () => {
        const all = [...this.conversations].map(([participant, letters]) =>
          conversationOf(provider, participant, this.names.get(participant) ?? null, letters),
        )
        const page = { items: all, total: null, cursor: null }
        return {
          async *pages() {
            yield page
          },
          async *[Symbol.asyncIterator]() {
            yield* all
          },
          toArray: async () => all,
        }
      },
    }
  }
}

function conversationOf(
  provider: string,
  participant: string,
  name: string | null,
  letters: readonly Letter[],
): Conversation {
  return {
    provider,
    id: `conversation ${participant}`,
    participant,
    name,
    channel: 'sms',
    from: null,
    firstMessageAt: null,
    lastMessageAt: null,
    lastMessage: letters.at(-1)?.text ?? null,
    messageCount: letters.length,
    raw: null,
  }
}
