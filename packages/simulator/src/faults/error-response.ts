import { toWire, type WireResponse } from '../http/wire-response.ts'
import { type Fault, type FaultyExchange, replaceResponse } from './fault.ts'

export const rateLimited: Fault = replaceResponse((exchange) => {
  const { headers, ...response } = errorResponse(429, exchange)
  return { ...response, headers: { ...headers, 'retry-after': String(exchange.retryAfter) } }
})

export const internalError: Fault = replaceResponse((exchange) => errorResponse(500, exchange))

export const unavailable: Fault = replaceResponse((exchange) => errorResponse(503, exchange))

export const providerProblem: Fault = replaceResponse((exchange) => {
  const { outage } = exchange.provider
  return outage === undefined ? errorResponse(500, exchange) : toWire(outage)
})

export const badGateway: Fault = replaceResponse(() => gatewayPage(502, 'Bad Gateway'))

/** Cloudflare's status for an invalid response of the server behind it. The statuses 521 to 524 are similar. */
export const unknownError: Fault = replaceResponse(() =>
  gatewayPage(520, 'Web server is returning an unknown error'),
)

function errorResponse(status: number, { provider, path }: FaultyExchange): WireResponse {
  return toWire(provider.errorResponse(status, path))
}

/** The response of a gateway, which does not know the provider's error format. */
function gatewayPage(status: number, title: string): WireResponse {
  return {
    status,
    headers: { 'content-type': 'text/html' },
    body: Buffer.from(`<html><head><title>${status} ${title}</title></head><body></body></html>\n`),
  }
}
