import { SmsError, type SmsErrorCode } from '../error.ts'
import { isRedirect, type RawResponse } from './attempt.ts'
import { BodyTooLarge, type ReadBody } from './body.ts'
import { NotUtf8, parseJson } from './parse-json.ts'
import { TooComplex } from './json-limits.ts'
import { networkError } from './read-thrown.ts'
import { retryAfterSeconds } from './retry-after.ts'
import type { Failure } from './retry-policy.ts'
import { isDecompression } from './system-code.ts'

/** What a provider says in the body of an error response. */
export interface ErrorBody {
  /** The code that its words mean, if they say more than the HTTP status. */
  readonly code?: SmsErrorCode | undefined
  /** The HTTP status that it states, for a response whose own status is a success. */
  readonly status?: number | undefined
  /** The provider's own code. */
  readonly providerCode?: string | undefined
}

/**
 * Reads the body of an error response; null if the body is none. Called for every response, since some providers send
 * errors with status 200.
 */
export type ReadErrorBody = (body: unknown) => ErrorBody | null

/** A successful response: its parsed body, and what errors about it may show. */
export interface ApiResponse {
  /** The provider's name. */
  readonly provider: string
  /** As parsed from JSON: whole numbers too large for a number as text, and no key named `__proto__`. */
  readonly body: unknown
  /** The response's own. */
  readonly headers: Headers
  /** The HTTP status. */
  readonly status: number
  /** Requests made for it, the first included. */
  readonly attempts: number
}

/** A response that has arrived whole, its body not parsed yet. */
export interface ReceivedResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: ReadBody
  /** Requests made for it, the first included. */
  readonly attempts: number
  /** How many responses before it were not JSON. */
  readonly oddBefore: number
}

/** Reads what a response says before its body is parsed: either it has arrived, or it is a failure. */
export function readHead(
  provider: string,
  raw: RawResponse,
  readErrorBody: ReadErrorBody,
  attempts: number,
): Pick<ReceivedResponse, 'status' | 'headers' | 'body'> | Failure {
  const { status, headers, body } = raw
  if (isRedirect(status)) {
    const message = `${provider} responded with a redirect, which is never followed. Check \`baseUrl\`.`
    const error = new SmsError('invalid_response', message, { provider, status, attempts })
    return { error, retry: 'never' }
  }
  if (status >= 400) {
    const parsed = 'chunks' in body ? parse(body.chunks) : null
    const errorBody = parsed?.ok === true ? readErrorBody(parsed.body) : null
    return errorResponse(provider, { status, headers, attempts }, errorBody ?? {})
  }
  if ('error' in body) return incomplete(provider, { status, headers, attempts }, body.error)
  return { status, headers, body }
}

/** Reads the body of a response whose status is no failure. */
export function readBody(
  provider: string,
  response: ReceivedResponse,
  readErrorBody: ReadErrorBody,
): ApiResponse | Failure {
  const { status, headers, attempts } = response
  const parsed = parse(response.body.chunks)
  if (!parsed.ok) return malformed(provider, response, parsed.thrown)
  const errorBody = readErrorBody(parsed.body)
  if (errorBody !== null) return errorResponse(provider, response, errorBody)
  return { provider, body: parsed.body, headers, status, attempts }
}

type Parsed = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly thrown: unknown }

function parse(chunks: readonly Uint8Array[]): Parsed {
  try {
    return { ok: true, body: parseJson(chunks) }
  } catch (thrown) {
    return { ok: false, thrown }
  }
}

type Head = Pick<ReceivedResponse, 'status' | 'headers' | 'attempts'>

function errorResponse(provider: string, { status, headers, attempts }: Head, errorBody: ErrorBody): Failure {
  const code = errorBody.code ?? codeOf(status >= 400 ? status : (errorBody.status ?? status))
  const error = new SmsError(
    code,
    `${provider} ${ERRORS[code] ?? 'rejected the request'} (HTTP ${status}).`,
    {
      provider,
      status,
      providerCode: errorBody.providerCode,
      attempts,
      retryAfter: code === 'rate_limited' || code === 'unavailable' ? retryAfter(headers) : undefined,
    },
  )
  // 501 and 505 are about the request, not the moment.
  return { error, retry: error.retryable && status !== 501 && status !== 505 ? 'always' : 'never' }
}

/** The failure of a response whose body did not arrive whole. */
function incomplete(provider: string, head: Head, thrown: unknown): Failure {
  const { status, attempts } = head
  if (thrown instanceof BodyTooLarge) {
    const message = `${provider} sent more than \`maxResponseBytes\`. Request a smaller \`pageSize\`, or allow more.`
    return {
      error: new SmsError('invalid_response', message, { provider, status, attempts }),
      retry: 'never',
    }
  }
  if (isDecompression(thrown)) return malformed(provider, head, thrown)
  return {
    error: networkError(provider, 'The connection broke off', thrown, attempts, status),
    retry: 'always',
  }
}

/** The failure of a response whose body is not JSON, or is more than can be used. */
function malformed(provider: string, { status, headers, attempts }: Head, thrown: unknown): Failure {
  const details = { provider, status, attempts }
  if (thrown instanceof TooComplex) {
    const message = `${provider} sent JSON (HTTP ${status}) that nests too deep or holds far more than a list of messages. Request a smaller \`pageSize\`, and report it if that does not help.`
    return { error: new SmsError('invalid_response', message, details), retry: 'never' }
  }
  const what = thrown instanceof NotUtf8 ? 'is not UTF-8' : 'is not JSON'
  const message = `${provider} responded with status ${status} and ${mediaType(headers)}, but the body ${what}.`
  return { error: new SmsError('invalid_response', message, details), retry: 'once' }
}

const ERRORS: Partial<Record<SmsErrorCode, string>> = {
  authentication: 'rejected the credentials',
  permission: 'does not let this account read this',
  not_found: 'has no such account or conversation',
  rate_limited: 'requires a wait before the next request',
  unavailable: 'is temporarily unavailable',
}

/** The code that an HTTP status of an error stands for. */
export function codeOf(status: number): SmsErrorCode {
  if (status === 401) return 'authentication'
  if (status === 403) return 'permission'
  if (status === 404) return 'not_found'
  if (status === 429) return 'rate_limited'
  return status === 408 || status >= 500 ? 'unavailable' : 'rejected'
}

/** Seconds that the headers of a response require to wait. */
export function retryAfter(headers: Headers): number | undefined {
  return retryAfterSeconds(headers.get('retry-after'), headers.get('date')) ?? undefined
}

function mediaType(headers: Headers): string {
  const type = /^[\w.+-]{1,40}\/[\w.+-]{1,40}/.exec(headers.get('content-type') ?? '')?.[0]
  return type === undefined ? 'no content-type' : `content-type ${type}`
}
