import { type BrokenProvider, ip1 } from './broken-provider.ts'
import { paginatedOf, withFetch, withJson, withMessages, withPaginated, withReader } from './wrap.ts'
import type { Message } from '@sms/core'

type Named = Readonly<Record<string, unknown>>

const KNOWN = new Set(['id', 'outgoing', 'from', 'to', 'text', 'sent_at', 'status', 'parts'])

let made = 0

export const brokenMessages: Readonly<Record<string, BrokenProvider>> = {
  'MESSAGE-1': {
    bug: 'an inbound message has the provider’s status',
    breakFactory: withMessages((message) =>
      message.direction === 'inbound' ? { ...message, status: 'delivered' } : message,
    ),
  },
  'MESSAGE-2': {
    bug: '`raw` is not what the provider sent',
    breakFactory: withMessages((message) => ({ ...message, raw: { identifier: message.id } })),
  },
  'MESSAGE-3': {
    bug: 'a message has a new key whenever it is read',
    breakFactory: withMessages((message) => ({ ...message, key: `template:${(made += 1)}` })),
  },
  'MESSAGE-4': {
    bug: 'a message has one segment too many',
    breakFactory: withMessages((message) => ({ ...message, segments: (message.segments ?? 0) + 1 })),
  },
  'MESSAGE-5': {
    bug: 'sender and receiver are swapped',
    breakFactory: withMessages((message) => ({ ...message, from: message.to, to: message.from })),
  },
  'MESSAGE-6': {
    bug: 'the reader reads texts as ASCII',
    breakFactory: withMessages((message) => ({
      ...message,
      text: message.text.replaceAll(/[^\0-\x7f]/g, '?'),
    })),
  },
  'MESSAGE-7': {
    bug: 'the reader ignores `direction`',
    breakFactory: withMessagesOptions(({ direction, ...options }) =>
      direction === 'inbound' || direction === 'outbound' ? options : { ...options, direction },
    ),
  },
  'MESSAGE-8': {
    bug: '`until` excludes a message of exactly that time',
    breakFactory: withMessagesOptions((options) => {
      const { until } = options
      if (!(until instanceof Date) || Number.isNaN(until.getTime())) return options
      return { ...options, until: new Date(until.getTime() - 1) }
    }),
  },
  'MESSAGE-9': {
    bug: 'each page has the newest message first, although `order` is "oldest-first"',
    breakFactory: withPaginated('messages', (paginated, { order }) =>
      order === 'oldest-first' ? reversed(paginated) : paginated,
    ),
  },
  'MESSAGE-10': {
    bug: 'each page has the oldest message first, although `order` is "newest-first"',
    base: ip1,
    breakFactory: withPaginated('messages', (paginated, { order }) =>
      order === 'newest-first' ? reversed(paginated) : paginated,
    ),
  },
  'MESSAGE-11': {
    bug: 'the reader fails if a message has no text',
    breakFactory: withMessages((message) => {
      const { text } = message.raw as { text: string }
      return { ...message, text: text.normalize() }
    }),
  },
  'MESSAGE-12': {
    bug: '`raw` includes known fields only',
    breakFactory: withMessages((message) => ({
      ...message,
      raw: Object.fromEntries(Object.entries(message.raw as object).filter(([name]) => KNOWN.has(name))),
    })),
  },
  'MESSAGE-13': {
    bug: 'a message has any word of the provider as its status',
    breakFactory: withMessages((message) => {
      const { status } = message.raw as { status?: unknown }
      return message.status === 'unknown' && typeof status === 'string'
        ? ({ ...message, status } as Message)
        : message
    }),
  },
  'MESSAGE-14': {
    bug: 'the reader rounds large numbers, like JSON.parse',
    breakFactory: withFetch(async (request, next) => {
      const response = await next(request)
      const text = await response.text()
      const isLarge = /\d{16,}/.test(text)
      return new Response(isLarge ? JSON.stringify(JSON.parse(text)) : text, response)
    }),
  },
  'MESSAGE-15': {
    bug: '`raw` includes keys that change an object when it is copied',
    breakFactory: withMessages((message) => {
      const raw = { ...(message.raw as object) }
      if (!Object.hasOwn(raw, 'constructor')) return message
      Object.defineProperty(raw, '__proto__', { value: { polluted: true }, enumerable: true })
      return { ...message, raw }
    }),
  },
  'MESSAGE-16': {
    bug: 'the reader puts a plus sign in front of all digits',
    breakFactory: withMessages((message) => {
      const { from, to } = message.raw as { from: string; to: string }
      return { ...message, from: withPlusSign(from, message.from), to: withPlusSign(to, message.to) }
    }),
  },
  'MESSAGE-17': {
    bug: 'a walk ends at the first message beyond `until`',
    breakFactory: (factory) => (options) => {
      let last = Infinity
      const ending = withJson((body, url) => {
        const messages = (body['messages'] ?? []) as readonly { readonly sent_at?: string }[]
        const beyond = messages.findIndex(({ sent_at }) => Date.parse(sent_at ?? '') > last)
        const total = Number(url.searchParams.get('offset')) + beyond
        return beyond === -1 ? null : { ...body, messages: messages.slice(0, beyond), total }
      })
      const remembering = withMessagesOptions((given) => {
        last = given['until'] instanceof Date ? given['until'].getTime() : Infinity
        return given
      })
      return remembering(ending(factory))(options)
    },
  },
}

/** A factory whose readers change the options of `messages()`. */
function withMessagesOptions(change: (options: Named) => Named): NonNullable<BrokenProvider['breakFactory']> {
  return withReader((reader) => ({
    messages: (participant: string, options: Named = {}) => reader.messages(participant, change(options)),
  }))
}

function reversed(paginated: Parameters<Parameters<typeof withPaginated>[1]>[0]): typeof paginated {
  return paginatedOf(async function* pages() {
    for await (const page of paginated.pages()) yield { ...page, items: page.items.toReversed() }
  })
}

function withPlusSign(written: string, shown: string | null): string | null {
  return /^0\d+$/.test(written) ? `+${written}` : shown
}
