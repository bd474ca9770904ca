import type { Capabilities, DeliveryStatus, Message, MessageReader } from '@sms/core'
import {
  itemIdentity,
  paginate,
  type List,
  type ListResponse,
  type TokenList,
  type TokenResponse,
  walkCountedPages,
  walkNumberedPages,
  walkOffsets,
  walkTokens,
} from '@sms/core/provider'

/** A message of the model. Two without an id may have all but their number in common. */
export interface ModelMessage {
  /** Tells it from all others; no reader ever looks at it. */
  readonly number: number
  readonly id: string | null
  text: string
  readonly time: number | null
  /** Whether it is from or to another person than the participant, as messages of a conversation without a number may be. */
  readonly isOther: boolean
  status: DeliveryStatus
  isDeleted: boolean
}

/** How the model serves its list: as one of the styles that providers have. */
export type Style = 'counted' | 'offsets' | 'numbered' | 'tokens'

export interface ModelOptions {
  readonly style: Style
  /** Which messages have ids: all, every other one, or none. */
  readonly ids: 'all' | 'half' | 'none'
  /** For numbered pages, whether new messages come at the end of the list. */
  readonly growsAtEnd: boolean
  /** How many more the total counts than the list has. */
  readonly excess: number
}

const ORDERS: Readonly<Record<Style, Pick<Capabilities, 'order' | 'orders' | 'total' | 'timestamps'>>> = {
  counted: { order: 'newest-first', orders: ['newest-first'], total: true, timestamps: true },
  offsets: { order: 'oldest-first', orders: ['oldest-first'], total: false, timestamps: true },
  numbered: { order: 'unspecified', orders: [], total: false, timestamps: false },
  tokens: { order: 'newest-first', orders: ['newest-first'], total: false, timestamps: true },
}

const identify = ({ id, text, time }: ModelMessage): string => itemIdentity(id, () => [text, time])

/** The participant of the model's one conversation. */
export const PARTICIPANT = '+46701740605'

/** The other person of some of its messages. */
export const OTHER = '+46709876543'

/** A provider with one conversation, whose list may change before any request. */
export class ModelProvider {
  /** In the order that they are served in, the deleted ones among them, since tokens may name these. */
  #all: ModelMessage[] = []
  /** Runs before each response is made. What it throws, the request rejects with. */
  beforeResponse: () => void = () => undefined
  requests = 0
  readonly #options: ModelOptions
  /** Everything that was ever there. */
  readonly ever: ModelMessage[] = []

  constructor(options: ModelOptions) {
    this.#options = options
  }

  /** The messages that are there now, in the order that they are served in. */
  get list(): readonly ModelMessage[] {
    return this.#all.filter(({ isDeleted }) => !isDeleted)
  }

  get isNewestFirst(): boolean {
    const { style, growsAtEnd } = this.#options
    return style !== 'offsets' && !(style === 'numbered' && growsAtEnd)
  }

  /** Makes a message that no one has seen yet. */
  make(text: string, time: number, status: DeliveryStatus, isOther: boolean = false): ModelMessage {
    const number = this.ever.length
    const { style, ids } = this.#options
    const hasId = ids === 'all' || (ids === 'half' && number % 2 === 0)
    const message = {
      number,
      id: hasId ? `m${number}` : null,
      text,
      time: style === 'numbered' ? null : time,
      isOther,
      status,
      isDeleted: false,
    }
    this.ever.push(message)
    return message
  }

  /** Adds a message so many places from where new ones arrive. */
  insert(message: ModelMessage, depth: number): void {
    const next = this.isNewestFirst ? this.list[depth] : this.list.at(-1 - depth)
    const at = next === undefined ? -1 : this.#all.indexOf(next)
    // A deleted message that is listed again stays older than those that have come since.
    if (depth === 0) this.#all.splice(this.isNewestFirst ? 0 : this.#all.length, 0, message)
    else if (this.isNewestFirst) this.#all.splice(at === -1 ? this.#all.length : at, 0, message)
    else this.#all.splice(at + 1, 0, message)
  }

  /** Moves the message at one place of the list to another, as a list that contradicts itself does. */
  move(from: number, to: number): void {
    const message = this.list[from]
    const target = this.list[to]
    if (message === undefined || target === undefined || message === target) return
    this.#all.splice(this.#all.indexOf(message), 1)
    this.#all.splice(this.#all.indexOf(target), 0, message)
  }

  /** A reader of the conversation, as a provider's factory makes one. */
  get reader(): MessageReader<ModelMessage> {
    const { style } = this.#options
    const capabilities: Capabilities = {
      ...ORDERS[style],
      conversations: false,
      summary: false,
      defaultPageSize: 50,
      maxPageSize: null,
    }
    return {
      contractVersion: 1,
      provider: 'model',
      capabilities,
      messages: (
        _participant,
        { limit = Infinity, pageSize = 50, concurrency = 4, cursor, signal, since, until } = {},
      ) => {
        const source = {
          provider: 'model',
          cursorScope: ['model', since?.getTime(), until?.getTime()],
          settings: { limit, pageSize, concurrency, cursor, signal },
          normalize,
        }
        // The server filters, as some do.
        const isListed = ({ isDeleted, time }: ModelMessage): boolean =>
          !isDeleted &&
          (since === undefined || (time ?? 0) >= since.getTime()) &&
          (until === undefined || (time ?? 0) <= until.getTime())
        const listed = (): readonly ModelMessage[] => this.#all.filter(isListed)
        if (style === 'tokens') {
          return paginate<
            ModelMessage,
            Message<ModelMessage>,
            TokenList<ModelMessage, TokenResponse<ModelMessage>>
          >({
            ...source,
            walk: walkTokens,
            list: () => ({
              newestFirst: true,
              identify,
              read: (page) => page,
              request: async (token, size) => {
                this.#respond()
                // A token names the message that it follows.
                const from = this.#all.findIndex(({ number }) => String(number) === token) + 1
                const left = this.#all.slice(from).filter(isListed)
                const items = this.#serve(left.slice(0, size))
                const last = items.at(-1)
                return { items, next: left.length > size && last !== undefined ? String(last.number) : null }
              },
            }),
          })
        }
        const walk = { counted: walkCountedPages, offsets: walkOffsets, numbered: walkNumberedPages }[style]
        return paginate<ModelMessage, Message<ModelMessage>, List<ModelMessage, ListResponse<ModelMessage>>>({
          ...source,
          walk,
          list: () => ({
            newestFirst: this.isNewestFirst,
            identify,
            read: (page) => page,
            request: async (position, size) => {
              this.#respond()
              const start = style === 'offsets' ? position : (position - 1) * size
              const items = this.#serve(listed().slice(start, start + size))
              if (style === 'counted')
                return { items, first: start, total: listed().length + this.#options.excess }
              return style === 'offsets' ? { items, more: start + size < listed().length } : { items }
            },
          }),
        })
      },
    }
  }

  #respond(): void {
    this.requests += 1
    this.beforeResponse()
  }

  /** A message may change after it was sent. */
  #serve(messages: readonly ModelMessage[]): ModelMessage[] {
    return messages.map((message) => ({ ...message }))
  }
}

function normalize(raw: ModelMessage, key: string): Message<ModelMessage> {
  const person = raw.isOther ? OTHER : PARTICIPANT
  return {
    provider: 'model',
    id: raw.id,
    key,
    direction: raw.status === 'received' ? 'inbound' : 'outbound',
    channel: 'sms',
    from: raw.status === 'received' ? person : 'Acme',
    to: raw.status === 'received' ? 'Acme' : person,
    text: raw.text,
    attachments: [],
    timestamp: raw.time === null ? null : new Date(raw.time),
    status: raw.status,
    segments: null,
    price: null,
    raw,
  }
}
