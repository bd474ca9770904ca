import { asJson } from '../http-response.ts'
import { type Fault, instead } from './fault.ts'

export const rateLimited: Fault = instead((_, { provider, path, retryAfter }) => {
  const refusal = asJson(provider.refusal(429, path))
  return { ...refusal, headers: { ...refusal.headers, 'retry-after': String(retryAfter) } }
})

export const internalError: Fault = instead((_, { provider, path }) => asJson(provider.refusal(500, path)))

export const unavailable: Fault = instead((_, { provider, path }) => asJson(provider.refusal(503, path)))

export const providerProblem: Fault = instead((_, { provider, path }) =>
  asJson(provider.problem ?? provider.refusal(500, path)),
)

export const badGateway: Fault = gateway(502, 'Bad Gateway')

/** Cloudflare's status for a server that answers it with nonsense; 521 to 524 are its kin. */
export const unknownError: Fault = gateway(520, 'Web server is returning an unknown error')

/** Said by what stands in front of the provider, which knows none of its words. */
function gateway(status: number, title: string): Fault {
  return instead(() => ({
    status,
    headers: { 'content-type': 'text/html' },
    body: Buffer.from(`<html><head><title>${status} ${title}</title></head><body></body></html>\n`),
  }))
}
