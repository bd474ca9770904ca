import type { Page, Paginated } from '@sms/core'
import type { BrokenProvider } from './broken-provider.ts'
import {
  paginatedOf,
  withFetch,
  withJson,
  withMessages,
  withOptions,
  withPaginated,
  withReader,
} from './wrap.ts'

export const brokenPages: Readonly<Record<string, BrokenProvider>> = {
  'PAGE-1': {
    bug: 'messages() requests the first page at once',
    breakFactory: withPaginated('messages', (paginated) => {
      const walk = paginated.pages()[Symbol.asyncIterator]()
      const first = walk.next()
      first.catch(() => undefined)
      let isFirst = true
      return paginatedOf(async function* pages() {
        if (!isFirst) return yield* paginated.pages()
        isFirst = false
        try {
          for (let result = await first; result.done !== true; result = await walk.next()) yield result.value
        } finally {
          await walk.return?.()
        }
      })
    }),
  },
  'PAGE-2': {
    bug: 'the reader loses a message',
    breakFactory: withMessages((message, index) => (index === 2 ? null : message)),
  },
  'PAGE-3': {
    bug: 'a walk ends at an empty page',
    breakFactory: (factory) => (options) => {
      let last: unknown
      const ending = withJson((body, url) => {
        if (countOf(body) === 0 && last !== undefined) return ended({ ...body, messages: [last] }, url)
        last = (body['messages'] as unknown[] | undefined)?.at(-1) ?? last
        return null
      })
      return ending(factory)(options)
    },
  },
  'PAGE-4': {
    bug: 'a walk ends at a short page',
    breakFactory: withJson((body, url) => {
      const asked = Number(url.searchParams.get('limit'))
      return countOf(body) < asked && countOf(body) > 0 ? ended(body, url) : null
    }),
  },
  'PAGE-5': {
    bug: 'the reader trusts a total that is no number',
    breakFactory: withJson((body, url) => (typeof body['total'] === 'string' ? ended(body, url) : null)),
  },
  'PAGE-6': {
    bug: 'pages do not report the total',
    breakFactory: withPaginated('messages', (paginated) =>
      withPages(paginated, (page) => ({ ...page, total: null })),
    ),
  },
  'PAGE-7': {
    bug: 'a walk that was cut ends without a cursor',
    breakFactory: withPaginated('messages', (paginated, { limit }) =>
      limit === undefined ? paginated : withPages(paginated, (page) => ({ ...page, cursor: null })),
    ),
  },
  'PAGE-8': {
    bug: 'a cursor shows the participant',
    breakFactory: withReader((reader) => ({
      messages: (participant: string, options: { cursor?: string } = {}) => {
        const suffix = `.${String(participant).slice(0, 20).replaceAll(/\D/g, '')}`
        const { cursor } = options ?? {}
        const isOwn = typeof cursor === 'string' && cursor.endsWith(suffix)
        const own = isOwn ? { cursor: cursor.slice(0, -suffix.length) } : {}
        const paginated = reader.messages(participant, { ...options, ...own })
        return withPages(paginated, (page) => ({ ...page, cursor: page.cursor && page.cursor + suffix }))
      },
    })),
  },
  'PAGE-9': {
    bug: 'a resumed walk loses a message',
    breakFactory: withPaginated('messages', (paginated, { cursor }) =>
      cursor === undefined
        ? paginated
        : withPages(paginated, (page) => ({ ...page, items: page.items.slice(1) })),
    ),
  },
  'PAGE-10': {
    bug: 'toArray() loses the last message',
    breakFactory: withPaginated('messages', (paginated) => ({
      pages: () => paginated.pages(),
      [Symbol.asyncIterator]: () => paginated[Symbol.asyncIterator](),
      toArray: async () => (await paginated.toArray()).slice(0, -1),
    })),
  },
  'PAGE-11': {
    bug: 'all iterations share one walk',
    breakFactory: withPaginated('messages', (paginated) => {
      const walk = paginated.pages()
      return paginatedOf(() => walk)
    }),
  },
  'PAGE-12': {
    bug: 'the reader requests the second page before it has the first one',
    breakFactory: (factory) => (options) => {
      if (options.fetch !== undefined || options.maxResponseBytes !== undefined) return factory(options)
      const ahead = new Map<string, Promise<Response>>()
      return withFetch((request, next) => {
        const { url, headers } = request
        if (url.includes('offset=0&limit=3')) {
          const second = url.replace('offset=0&limit=3', 'offset=2&limit=4')
          const answer = next(request)
          ahead.set(second, next(new Request(second, { headers })))
          ahead.get(second)?.catch(() => undefined)
          return answer
        }
        const answer = ahead.get(url)
        ahead.delete(url)
        return answer ?? next(request)
      })(factory)(options)
    },
  },
  'PAGE-13': {
    bug: 'a request in flight is not aborted after `break`',
    breakFactory: withOptions((options) => {
      const { fetch } = options
      if (typeof fetch !== 'function') return options
      return { ...options, fetch: (input, init) => fetch(withoutSignal(new Request(input, init))) }
    }),
  },
  'PAGE-14': {
    bug: 'the reader ignores the signal',
    breakFactory: withReader((reader) => ({
      messages: (participant: string, { signal, ...options }: { signal?: unknown } = {}) => {
        const rest = signal instanceof AbortSignal || signal === undefined ? options : { ...options, signal }
        return reader.messages(participant, rest as object)
      },
    })),
  },
  'PAGE-15': {
    bug: 'the reader requests a repeated page again and again',
    breakFactory: (factory) => (options) => {
      let last = ''
      const insisting = withFetch(async (request, next) => {
        for (let attempt = 0; ; attempt += 1) {
          const response = await next(request)
          const text = await response.text()
          const isRepeat = text === last && response.status === 200 && text.endsWith('}')
          last = text
          if (!isRepeat || attempt === 9) return new Response(text, response)
        }
      })
      return insisting(factory)(options)
    },
  },
  'PAGE-16': {
    bug: 'the reader follows links to other hosts',
    breakFactory: withFetch(async (request, next) => {
      const response = await next(request)
      const target = /<([^>]*)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1]
      if (target !== undefined) await next(new Request(target)).catch(() => undefined)
      return response
    }),
  },
  'PAGE-17': {
    bug: 'the reader requests more items than its default page size',
    breakFactory: withReader(({ capabilities }) => ({
      capabilities: { ...capabilities, defaultPageSize: capabilities.defaultPageSize - 1 },
    })),
  },
  'PAGE-18': {
    bug: 'a walk ends at an id that comes again',
    breakFactory: (factory) => (options) => {
      const placeById = new Map<unknown, number>()
      const dropping = withJson((body, url) => {
        const messages = (body['messages'] ?? []) as readonly { readonly id?: unknown }[]
        const offset = Number(url.searchParams.get('offset'))
        const repeat = messages.findIndex(({ id }, at) => (placeById.get(id) ?? offset + at) !== offset + at)
        for (const [at, { id }] of messages.entries()) placeById.set(id, placeById.get(id) ?? offset + at)
        return repeat < 1 ? null : { ...body, messages: messages.slice(0, repeat), total: offset + repeat }
      })
      return dropping(factory)(options)
    },
  },
  'PAGE-19': {
    bug: 'a walk ends at the total, even if more messages follow',
    breakFactory: withJson((body, url) => {
      const { total } = body
      const messages = (body['messages'] ?? []) as readonly unknown[]
      const left = Number(total) - Number(url.searchParams.get('offset'))
      return typeof total === 'number' && left > 0 && left < messages.length
        ? { ...body, messages: messages.slice(0, left) }
        : null
    }),
  },
  'PAGE-20': {
    bug: 'the reader caches each position of the list, and never reads it again',
    breakFactory: (factory) => (options) => {
      const messageByPlace = new Map<number, { readonly id?: unknown }>()
      const remembering = withJson((body, url) => {
        if (!Array.isArray(body['messages'])) return null
        const offset = Number(url.searchParams.get('offset'))
        const messages = body['messages'].map((message: { readonly id?: unknown }, at) => {
          const remembered = messageByPlace.get(offset + at) ?? message
          messageByPlace.set(offset + at, remembered)
          return remembered.id === message.id ? message : remembered
        })
        return { ...body, messages }
      })
      return remembering(factory)(options)
    },
  },
}

function withoutSignal({ url, headers }: Request): Request {
  return new Request(url, { headers, redirect: 'manual' })
}

type Body = Readonly<Record<string, unknown>>

function countOf(body: Body): number {
  return Array.isArray(body['messages']) ? body['messages'].length : Number.NaN
}

/** The body with a total that makes its page the last one. */
function ended(body: Body, url: URL): object {
  return { ...body, total: Number(url.searchParams.get('offset')) + countOf(body) }
}

function withPages<Item>(
  paginated: Paginated<Item>,
  change: (page: Page<Item>) => Page<Item>,
): Paginated<Item> {
  return paginatedOf(async function* pages() {
    for await (const page of paginated.pages() as AsyncIterable<Page<never>>)
      yield change(page) as Page<never>
  }) as Paginated<Item>
}
