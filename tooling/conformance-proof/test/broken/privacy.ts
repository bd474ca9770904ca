import { SmsError } from '@sms/core'
import type { BrokenProvider } from './broken-provider.ts'
import { paginatedOf, withFetch, withPaginated } from './wrap.ts'

export const brokenPrivacy: Readonly<Record<string, BrokenProvider>> = {
  'PRIVACY-1': {
    bug: 'errors show the participant',
    breakFactory: (factory) => (options) => {
      let asked = ''
      const noting = withFetch((request, next) => {
        asked = request.url
        return next(request)
      })
      const telling = withPaginated('messages', (paginated) =>
        paginatedOf(async function* pages() {
          try {
            yield* paginated.pages()
          } catch (error) {
            throw SmsError.is(error) ? withMessage(error, `${error.message} (${asked})`) : error
          }
        }),
      )
      return telling(noting(factory))(options)
    },
  },
  'PRIVACY-2': {
    bug: 'only the first request carries the credential',
    breakFactory: withFetch((request, next) => {
      const headers = new Headers(request.headers)
      if (!request.url.includes('offset=0')) headers.delete('x-api-key')
      return next(new Request(request.url, { headers }))
    }),
  },
  'PRIVACY-3': {
    bug: 'the reader sends every request to another host too',
    breakFactory: withFetch(async (request, next) => {
      await globalThis.fetch('https://telemetry.test/').catch(() => undefined)
      return next(request)
    }),
  },
}

/** The error with another message, as if from another copy of `@sms/core`, because tests search the errors of this copy. */
function withMessage(error: SmsError, message: string): Error {
  const brand = { [Symbol.for('@sms/core/SmsError')]: true, toJSON: () => error.toJSON() }
  return Object.assign(new Error(message), { ...error }, brand)
}
