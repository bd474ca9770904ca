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
    bug: 'unknown credentials lead to the same code as other error responses',
    breakFactory: withErrors((error) =>
      error.providerCode === 'invalid_key' ? changedError(error, { code: 'rejected' }) : error,
    ),
  },
  'ERROR-2': {
    bug: 'an unknown participant leads to an empty list',
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
    bug: '422 is `invalid_response`',
    breakFactory: withErrors((error) =>
      error.status === 422 ? changedError(error, { code: 'invalid_response' }) : error,
    ),
  },
  'ERROR-4': {
    bug: 'the reader waits for less time than `Retry-After` says',
    breakFactory: withHeader('retry-after', (value) => (Number(value) > 60 ? value : '')),
  },
  'ERROR-5': {
    bug: 'the reader waits a minute if `Retry-After` is longer',
    breakFactory: withHeader('retry-after', (value) => (Number(value) > 60 ? '60' : value)),
  },
  'ERROR-6': {
    bug: '524 is `rejected`',
    breakFactory: withStatus((status) => (status === 524 ? 400 : status)),
  },
  'ERROR-7': {
    bug: 'the reader repeats a request that the provider can never serve',
    breakFactory: withStatus((status) => (status === 501 ? 500 : status)),
  },
  'ERROR-8': {
    bug: 'the reader gives up after a reset connection',
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
    bug: 'the reader waits longer than `timeout`',
    breakFactory: withOptions((options) => {
      const { timeout, ...others } = options
      return timeout === 1500 ? others : options
    }),
  },
  'ERROR-10': {
    bug: 'the reader follows redirects',
    breakFactory: withFetch(async (request, next) => {
      const response = await next(request)
      const location = response.headers.get('location')
      return location === null ? response : next(new Request(location, { headers: request.headers }))
    }),
  },
  'ERROR-11': {
    bug: 'JSON that is cut short counts as an outage',
    breakFactory: withFetch(async (request, next) => {
      const response = await next(request)
      const text = await response.text()
      const isCut = text.startsWith('{') && !text.endsWith('}')
      return new Response(text, isCut ? { status: 500 } : response)
    }),
  },
  'ERROR-12': {
    bug: 'an HTML page counts as an empty conversation',
    breakFactory: withFetch(async (request, next) => {
      const response = await next(request)
      const text = await response.text()
      const isPage = response.status === 200 && text.startsWith('<')
      return new Response(isPage ? JSON.stringify(EMPTY) : text, response)
    }),
  },
  'ERROR-13': {
    bug: 'an error response with status 200 counts as an empty conversation',
    breakFactory: withJson((body) => ('error' in body ? EMPTY : null)),
  },
  'ERROR-14': {
    bug: 'the reader skips items that it cannot read',
    breakFactory: withJson(({ messages, ...others }) =>
      Array.isArray(messages) && messages.includes('broken')
        ? { ...others, messages: messages.filter((message) => message !== 'broken') }
        : null,
    ),
  },
  'ERROR-15': {
    bug: 'the reader skips messages of another participant',
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
    bug: 'errors do not include their provider',
    breakFactory: withErrors(({ code, message, status, providerCode, attempts, retryAfter, issues }) => {
      return new SmsError(code, message, { status, providerCode, attempts, retryAfter, issues })
    }),
  },
  'ERROR-17': {
    bug: 'the reader measures a `Retry-After` date by its own clock',
    breakFactory: withHeader('date', () => ''),
  },
  'ERROR-18': {
    bug: 'the reader forgets a long wait',
    breakFactory: (factory) =>
      withReader((_, options) => ({
        messages: (...given: Parameters<Reader['messages']>) => factory(options).messages(...given),
      }))(factory),
  },
  'ERROR-19': {
    bug: 'an error lists every issue',
    breakFactory: withErrors((error) =>
      error.issues?.length === 10
        ? changedError(error, { issues: [...error.issues, ...error.issues] })
        : error,
    ),
  },
  'ERROR-20': {
    bug: 'every error of `fetch` counts as a broken connection',
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
