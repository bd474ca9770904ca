import type { Reader } from '@sms/conformance'
import { type Conversation, type Message, type Page, type Paginated, SmsError } from '@sms/core'
import type { Factory, Options } from './broken-provider.ts'

type Fetch = typeof globalThis.fetch
type Item = Message | Conversation

/** A factory that changes its options. */
export function withOptions(change: (options: Options) => Options): (factory: Factory) => Factory {
  return (factory) => (options) => factory(change({ ...options }))
}

/** A factory whose readers have other methods or properties. */
export function withReader(
  change: (reader: Reader, options: Options) => Partial<Record<keyof Reader | 'options', unknown>>,
): (factory: Factory) => Factory {
  return (factory) => (options) => {
    const reader = factory(options)
    const descriptors = Object.getOwnPropertyDescriptors(reader)
    for (const [name, value] of Object.entries(change(reader, options))) {
      const enumerable = typeof value !== 'function'
      Object.assign(descriptors, { [name]: { value, enumerable } })
    }
    return Object.defineProperties({}, descriptors) as Reader
  }
}

/** A factory whose readers change requests or responses. */
export function withFetch(
  change: (request: Request, next: (request: Request) => Promise<Response>) => Promise<Response>,
): (factory: Factory) => Factory {
  return withOptions((options) => {
    const { fetch: given } = options
    if (given !== undefined && typeof given !== 'function') return options
    const fetch: Fetch = (input, init) => {
      // A copy of a request has another signal, so the original one is passed on.
      const request = new Request(input, init)
      const signal = init?.signal ?? (input instanceof Request ? input.signal : request.signal)
      return change(request, (asked) => (given ?? globalThis.fetch)(asked, { redirect: 'manual', signal }))
    }
    return { ...options, fetch }
  })
}

/** A factory whose readers change the JSON of successful responses. `change` returns null to keep a response. */
export function withJson(
  change: (body: Readonly<Record<string, unknown>>, request: URL) => object | null,
): (factory: Factory) => Factory {
  return withFetch(async (request, next) => {
    const response = await next(request)
    const text = await response.text()
    const again = (body: string): Response =>
      new Response(body, { status: response.status, headers: response.headers })
    // JavaScript would round large numbers.
    if (response.status !== 200 || !/^\{.*\}$/s.test(text) || /\d{16}/.test(text)) return again(text)
    const other = change(JSON.parse(text) as Record<string, unknown>, new URL(request.url))
    return again(other === null ? text : JSON.stringify(other))
  })
}

/** A factory whose readers yield other messages. */
export function withMessages(
  change: (message: Message, index: number) => Message | null,
): (factory: Factory) => Factory {
  return withPaginated('messages', (paginated) =>
    changed(paginated, change as (item: Item, index: number) => Item | null),
  )
}

/** A factory whose readers yield other conversations. */
export function withConversations(
  change: (conversation: Conversation, index: number) => Conversation | null,
): (factory: Factory) => Factory {
  return withPaginated('conversations', (paginated) =>
    changed(paginated, change as (item: Item, index: number) => Item | null),
  )
}

/** A factory whose readers read a list in another way. */
export function withPaginated(
  method: 'messages' | 'conversations',
  change: (paginated: Paginated<Item>, options: Readonly<Record<string, unknown>>) => Paginated<Item>,
): (factory: Factory) => Factory {
  return withReader((reader) => ({
    [method]: (...input: unknown[]) => {
      const read = reader[method] as (...all: unknown[]) => Paginated<Item>
      return change(read(...input), (input.at(-1) ?? {}) as Record<string, unknown>)
    },
  }))
}

/** A list made of its pages. */
export function paginatedOf(pages: () => AsyncIterable<Page<Item>>): Paginated<Item> {
  async function* items(): AsyncGenerator<Item, void, void> {
    for await (const page of pages()) yield* page.items
  }
  return {
    pages,
    [Symbol.asyncIterator]: items,
    async toArray() {
      const all: Item[] = []
      for await (const item of items()) all.push(item)
      return all
    },
  }
}

function changed(
  paginated: Paginated<Item>,
  change: (item: Item, index: number) => Item | null,
): Paginated<Item> {
  return paginatedOf(async function* pages() {
    let index = 0
    for await (const page of paginated.pages()) {
      const items = page.items.flatMap((item) => change(item, index++) ?? [])
      yield { ...page, items }
    }
  })
}

/** A factory whose readers fail with other errors. */
export function withErrors(change: (error: SmsError) => unknown): (factory: Factory) => Factory {
  return withPaginated('messages', (paginated) =>
    paginatedOf(async function* pages() {
      try {
        yield* paginated.pages()
      } catch (error) {
        throw SmsError.is(error) ? change(error) : error
      }
    }),
  )
}

/** The error with another code, or other facts. */
export function changedError(
  error: SmsError,
  changes: Partial<Pick<SmsError, 'code' | 'message' | 'provider' | 'issues'>>,
): SmsError {
  const { code, message, provider, status, providerCode, attempts, retryAfter, issues } = {
    ...error,
    ...changes,
  }
  return new SmsError(code, changes.message ?? message ?? error.message, {
    provider,
    status,
    providerCode,
    attempts,
    retryAfter,
    issues,
  })
}
