import type { ClientOptions } from '../contract/client-options.ts'
import { invalidArgument, wholeNumber } from './invalid-argument.ts'

/** Client options with every default filled in. */
export interface ClientSettings {
  /** Without a trailing slash. */
  readonly baseUrl: string
  /** Null for the global one of the moment. */
  readonly fetch: typeof globalThis.fetch | null
  /** Milliseconds for one attempt, body included. */
  readonly timeout: number
  /** Attempts after the first. */
  readonly retries: number
  /** The largest body accepted, in decompressed bytes. */
  readonly maxResponseBytes: number
  /** Null for the runtime's own. */
  readonly userAgent: string | null
  /** Undefined for none. */
  readonly onRequest: ClientOptions['onRequest']
  /** Undefined for none. */
  readonly onResponse: ClientOptions['onResponse']
}

/** The options of every factory. */
export const CLIENT_OPTIONS: readonly (keyof ClientOptions)[] = [
  'baseUrl',
  'fetch',
  'timeout',
  'retries',
  'maxResponseBytes',
  'userAgent',
  'onRequest',
  'onResponse',
]

// Node.js itself waits no longer for headers or for the next part of a body (undici, `headersTimeout`, `bodyTimeout`).
const LONGEST_TIMEOUT = 300_000

/**
 * Checks the options of a factory, except its credentials, and fills in the defaults.
 *
 * @param options All options of the factory, its credentials included.
 * @throws {SmsError} `invalid_argument` for one that is unusable.
 */
export function clientSettings(
  provider: string,
  options: ClientOptions,
  defaultBaseUrl: string,
): ClientSettings {
  const { timeout = 30_000, retries = 4, maxResponseBytes = 16 * 1024 * 1024 } = options
  return {
    baseUrl: baseUrl(provider, options.baseUrl === undefined ? defaultBaseUrl : options.baseUrl),
    fetch: callback(provider, 'fetch', options.fetch) ?? null,
    timeout: wholeNumber(provider, 'timeout', timeout, 1, LONGEST_TIMEOUT),
    retries: wholeNumber(provider, 'retries', retries, 0, 100),
    maxResponseBytes: wholeNumber(provider, 'maxResponseBytes', maxResponseBytes, 1),
    userAgent: userAgent(provider, options.userAgent),
    onRequest: callback(provider, 'onRequest', options.onRequest),
    onResponse: callback(provider, 'onResponse', options.onResponse),
  }
}

/**
 * Checks an option that is a function.
 *
 * @throws {SmsError} `invalid_argument` if it is anything else.
 */
export function callback<Callback>(
  provider: string,
  name: string,
  value: Callback | undefined,
): Callback | undefined {
  if (value === undefined || typeof value === 'function') return value
  throw invalidArgument(provider, name, 'a function')
}

function userAgent(provider: string, value: unknown): string | null {
  if (value === undefined) return null
  if (typeof value === 'string' && /^[\x20-\x7e]+$/.test(value)) return value
  throw invalidArgument(provider, 'userAgent', 'text of visible ASCII characters and spaces')
}

function baseUrl(provider: string, value: unknown): string {
  const url = value instanceof URL || typeof value === 'string' ? URL.parse(value) : null
  if (url === null) throw invalidArgument(provider, 'baseUrl', 'an absolute URL')
  // Every request carries the credentials. They must not cross a network in clear.
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw invalidArgument(provider, 'baseUrl', 'https, or http on a loopback host')
  }
  if (url.username !== '' || url.password !== '') {
    throw invalidArgument(
      provider,
      'baseUrl',
      'without a user name or password; credentials have options of their own',
    )
  }
  if (url.search !== '' || url.hash !== '' || /[?#]$/.test(url.href)) {
    throw invalidArgument(provider, 'baseUrl', 'without a query or a fragment')
  }
  return url.href.replace(/\/+$/, '')
}

// RFC 6761, 6.3 (localhost) and RFC 1122, 3.2.1.3 (127.0.0.0/8); the URL parser has brought other spellings here.
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
