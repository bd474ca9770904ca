import type { MessagesOptions, PageOptions, RequestOptions } from '../contract/call-options.ts'
import type { Capabilities } from '../contract/capabilities.ts'
import type { Direction, MessageOrder } from '../contract/message.ts'
import { SmsError } from '../error.ts'
import { checkOptionNames, invalidArgument, wholeNumber } from './invalid-argument.ts'

/** Page options with every default filled in. */
export interface PageSettings {
  /** Maximum number of items; `Infinity` if there is no limit. */
  readonly limit: number
  /** Items per request. */
  readonly pageSize: number
  /** Maximum number of requests in flight. */
  readonly concurrency: number
  /** Where to resume; undefined for the beginning. */
  readonly cursor: string | undefined
  /** What ends the call; undefined if nothing does. */
  readonly signal: AbortSignal | undefined
}

/** Message options with every default filled in. */
export interface MessagesSettings extends PageSettings {
  /** Undefined for both. */
  readonly direction: Direction | undefined
  /** Milliseconds since 1970. */
  readonly since: number | undefined
  /** Milliseconds since 1970. */
  readonly until: number | undefined
  /** Undefined for the provider's own. */
  readonly order: MessageOrder | undefined
}

const REQUEST_OPTIONS = ['signal']
const PAGE_OPTIONS = [...REQUEST_OPTIONS, 'limit', 'pageSize', 'concurrency', 'cursor']
const MESSAGES_OPTIONS = [...PAGE_OPTIONS, 'direction', 'since', 'until', 'order']

/**
 * Items in a page if the provider documents no maximum: enough to read most conversations with one request, and few enough
 * to be validated without a pause.
 */
const LARGEST_PAGE = 10_000
const MOST_CONCURRENCY = 100

/**
 * Checks the options of a call that is one request: its signal, or undefined if it has none.
 *
 * @throws {SmsError} `invalid_argument` for an option that is unknown or unusable.
 */
export function requestSignal(provider: string, options: RequestOptions): AbortSignal | undefined {
  checkOptionNames(provider, options, REQUEST_OPTIONS)
  return abortSignal(provider, options.signal)
}

/**
 * Checks the options of a call that reads pages, and fills in the defaults.
 *
 * @param capabilities Its `defaultPageSize`, and its `maxPageSize` (10 000 if that is null), apply to `pageSize`.
 * @throws {SmsError} `invalid_argument` for an option that is unknown or unusable.
 */
export function pageSettings(
  provider: string,
  capabilities: Capabilities,
  options: PageOptions,
): PageSettings {
  checkOptionNames(provider, options, PAGE_OPTIONS)
  return checkPageOptions(provider, capabilities, options)
}

/**
 * Checks the options of `messages()`, and fills in the defaults. `defineProvider` does it for the readers of APIs.
 *
 * @param capabilities What decides which options the provider can honour, and the bounds of `pageSize`.
 * @throws {SmsError} `invalid_argument` for an option that is unknown or unusable; `unsupported` for one that the
 * provider cannot honour.
 * @example
 * ```ts
 * import { messagesSettings } from '@sms/core/provider'
 * import { createIp1 } from '@sms/ip1'
 *
 * const { limit, pageSize, order } = messagesSettings('ip1', createIp1.capabilities, { pageSize: 20 })
 * console.log(limit, pageSize, order) // Infinity 20 undefined
 * ```
 */
export function messagesSettings(
  provider: string,
  capabilities: Capabilities,
  options: MessagesOptions,
): MessagesSettings {
  checkOptionNames(provider, options, MESSAGES_OPTIONS)
  const { direction, order } = options
  if (direction !== undefined && direction !== 'inbound' && direction !== 'outbound') {
    throw invalidArgument(provider, 'direction', "'inbound' or 'outbound'")
  }
  if (order !== undefined && order !== 'newest-first' && order !== 'oldest-first') {
    throw invalidArgument(provider, 'order', "'newest-first' or 'oldest-first'")
  }
  if (order !== undefined && !capabilities.orders.includes(order)) {
    const message = `${provider} cannot read ${order}. Leave out \`order\` to read in the provider's order.`
    throw new SmsError('unsupported', message, { provider })
  }
  const since = time(provider, capabilities, 'since', options.since)
  const until = time(provider, capabilities, 'until', options.until)
  if (since !== undefined && until !== undefined && since > until) {
    throw invalidArgument(provider, 'since', 'no later than `until`')
  }
  return { ...checkPageOptions(provider, capabilities, options), direction, order, since, until }
}

function checkPageOptions(provider: string, capabilities: Capabilities, options: PageOptions): PageSettings {
  const { maxPageSize, defaultPageSize } = capabilities
  const { limit, pageSize = defaultPageSize, concurrency = 4, cursor, signal } = options
  if (cursor !== undefined && typeof cursor !== 'string') {
    throw invalidArgument(provider, 'cursor', 'the `cursor` of a page')
  }
  return {
    limit: limit === undefined ? Infinity : wholeNumber(provider, 'limit', limit, 1),
    pageSize: wholeNumber(provider, 'pageSize', pageSize, 1, maxPageSize ?? LARGEST_PAGE),
    concurrency: wholeNumber(provider, 'concurrency', concurrency, 1, MOST_CONCURRENCY),
    cursor,
    signal: abortSignal(provider, signal),
  }
}

function time(
  provider: string,
  capabilities: Capabilities,
  name: string,
  value: unknown,
): number | undefined {
  if (value === undefined) return undefined
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) {
    throw invalidArgument(provider, name, 'a valid Date')
  }
  if (!capabilities.timestamps) {
    const message = `${provider} reports no time for messages, so it cannot honour \`${name}\`.`
    throw new SmsError('unsupported', message, { provider })
  }
  return value.getTime()
}

/** @throws {SmsError} `invalid_argument` for what is no signal. */
export function abortSignal(provider: string, signal: unknown): AbortSignal | undefined {
  if (signal === undefined || signal instanceof AbortSignal) return signal
  throw invalidArgument(provider, 'signal', 'an AbortSignal')
}
