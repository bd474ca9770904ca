import type { Reader } from '@sms/conformance'
import { SmsError } from '@sms/core'
import type { BrokenProvider } from './broken-provider.ts'
import {
  changedError,
  paginatedOf,
  withErrors,
  withFetch,
  withJson,
  withOptions,
  withPaginated,
  withReader,
} from './wrap.ts'

const EMPTY = { messages: [], total: 0 }

export const brokenErrors: Readonly<Record<string, BrokenProvider>> = {
  'ERROR-1': {
    bug: 'it does not tell unknown credentials from other refusals',
    breakFactory: withErrors((error) =>
      error.providerCode === 'invalid_key' ? changedError(error, { code: 'rejected' }) : error,
    ),
  },
  'ERROR-2': {
    bug: 'it gives an empty list for what the provider does not know',
    breakFactory: withPaginated('messages', (paginated) =>
      paginatedOf(async function* pages() {
        try {
          yield* paginated.pages()
        } catch (error) {
          if (!SmsError.is(error, 'not_found') || error.providerCode !== 'no_contact') throw error
        }
      }),
    ),
  },
  'ERROR-3': {
    bug: 'it takes 422 for an answer that it cannot read',
    breakFactory: withErrors((error) =>
      error.status === 422 ? changedError(error, { code: 'invalid_response' }) : error,
    ),
  },
  'ERROR-4': {
    bug: 'it does not wait as long as it is asked to',
    breakFactory: withHeader('retry-after', (value) => (Number(value) > 60 ? value : '')),
  },
  'ERROR-5': {
    bug: 'it waits a minute where it is asked to wait longer',
    breakFactory: withHeader('retry-after', (value) => (Number(value) > 60 ? '60' : value)),
  },
  'ERROR-6': {
    bug: 'it takes 524 for a refusal',
    breakFactory: withStatus((status) => (status === 524 ? 400 : status)),
  },
  'ERROR-7': {
    bug: 'it asks again for what the provider cannot serve at all',
    breakFactory: withStatus((status) => (status === 501 ? 500 : status)),
  },
  'ERROR-8': {
    bug: 'it gives up when a connection breaks off',
    breakFactory: withFetch(async (request, next) => {
      try {
        return await next(request)
      } catch (error) {
        if (request.signal.aborted) throw error
        return new Response('', { status: 501 })
      }
    }),
  },
  'ERROR-9': {
    bug: 'it waits for an answer as long as it likes',
    breakFactory: withOptions((options) => {
      const { timeout, ...others } = options
      return timeout === 1500 ? others : options
    }),
  },
  'ERROR-10': {
    bug: 'it follows redirects',
    breakFactory: withFetch(async (request, next) => {
      const response = await next(request)
      const location = response.headers.get('location')
      return location === null ? response : next(new Request(location, { headers: request.headers }))
    }),
  },
  'ERROR-11': {
    bug: 'it takes JSON that is cut short for an outage',
    breakFactory: withFetch(async (request, next) => {
      const response = await next(request)
      const text = await response.text()
      const isCut = text.startsWith('{') && !text.endsWith('}')
      return new Response(text, isCut ? { status: 500 } : response)
    }),
  },
  'ERROR-12': {
    bug: 'it takes a page for people for an empty conversation',
    breakFactory: withFetch(async (request, next) => {
      const response = await next(request)
      const text = await response.text()
      const isPage = response.status === 200 && text.startsWith('<')
      return new Response(isPage ? JSON.stringify(EMPTY) : text, response)
    }),
  },
  'ERROR-13': {
    bug: 'it takes a refusal with status 200 for an empty conversation',
    breakFactory: withJson((body) => ('error' in body ? EMPTY : null)),
  },
  'ERROR-14': {
    bug: 'it passes over items that it cannot read',
    breakFactory: withJson(({ messages, ...others }) =>
      Array.isArray(messages) && messages.includes('broken')
        ? { ...others, messages: messages.filter((message) => message !== 'broken') }
        : null,
    ),
  },
  'ERROR-15': {
    bug: 'it passes over messages of somebody else',
    breakFactory: withJson(({ messages, ...others }, url) => {
      const participant = url.searchParams.get('with') ?? ''
      if (!Array.isArray(messages)) return null
      const own = messages.filter(
        (message) => JSON.stringify(message).includes(participant) || message === 'broken',
      )
      return own.length === messages.length ? null : { ...others, messages: own }
    }),
  },
  'ERROR-16': {
    bug: 'its errors do not say which provider they are of',
    breakFactory: withErrors(({ code, message, status, providerCode, attempts, retryAfter, issues }) => {
      return new SmsError(code, message, { status, providerCode, attempts, retryAfter, issues })
    }),
  },
  'ERROR-17': {
    bug: 'it measures a date by its own clock',
    breakFactory: withHeader('date', () => ''),
  },
  'ERROR-18': {
    bug: 'it forgets a long wait',
    breakFactory: (factory) =>
      withReader((_, options) => ({
        messages: (...given: Parameters<Reader['messages']>) => factory(options).messages(...given),
      }))(factory),
  },
  'ERROR-19': {
    bug: 'it lists everything that is wrong',
    breakFactory: withErrors((error) =>
      error.issues?.length === 10
        ? changedError(error, { issues: [...error.issues, ...error.issues] })
        : error,
    ),
  },
  'ERROR-20': {
    bug: 'it takes every error of a fetch for a broken connection',
    breakFactory: withFetch(async (request, next) => {
      try {
        return await next(request)
      } catch (error) {
        const isOwn = error instanceof Error && error.name === 'Error' && !('code' in error)
        throw isOwn ? Object.assign(new Error('broken'), { code: 'ECONNRESET' }) : error
      }
    }),
  },
}

function withStatus(change: (status: number) => number): NonNullable<BrokenProvider['breakFactory']> {
  return withFetch(async (request, next) => {
    const { status, headers, body } = await next(request)
    return new Response(body, { status: change(status), headers })
  })
}

function withHeader(
  name: string,
  change: (value: string) => string,
): NonNullable<BrokenProvider['breakFactory']> {
  return withFetch(async (request, next) => {
    const { status, headers, body } = await next(request)
    const changed = new Headers(headers)
    const value = headers.get(name)
    if (value !== null) changed.set(name, change(value))
    return new Response(body, { status, headers: changed })
  })
}
