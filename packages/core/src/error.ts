/**
 * Why a call failed. Codes are part of the contract; messages are for people and may change.
 *
 * - `invalid_argument`: bad input, found before any request; or a `fetch` that is missing or does not work
 * - `unsupported`: the provider, or the runtime, cannot do this, found before any request
 * - `authentication`: the provider rejected the credentials
 * - `permission`: the account may not read this
 * - `not_found`: there is no such account or conversation
 * - `rejected`: the provider rejected the request for another reason
 * - `rate_limited`: the provider requires a wait, after all retries or for longer than a minute; while it lasts, no request
 *   is sent
 * - `unavailable`: the provider is temporarily unavailable, after all retries
 * - `timeout`: no attempt ended within `timeout`
 * - `network`: the connection failed, after all retries; or a retry cannot help, and the message says what can
 * - `invalid_response`: a response that is not as documented, or is about another participant
 * - `pagination`: the pages contradict each other beyond repair, or repeat
 */
export type SmsErrorCode =
  | 'invalid_argument'
  | 'unsupported'
  | 'authentication'
  | 'permission'
  | 'not_found'
  | 'rejected'
  | 'rate_limited'
  | 'unavailable'
  | 'timeout'
  | 'network'
  | 'invalid_response'
  | 'pagination'

const RETRYABLE: ReadonlySet<SmsErrorCode> = new Set(['rate_limited', 'unavailable', 'timeout', 'network'])

/** A place in a response that is not as documented: its path and what was expected there, never a value. */
export interface ResponseIssue {
  /** A path such as `12.direction`; empty for the response as a whole. */
  readonly path: string
  /** What was expected there. */
  readonly expected: string
}

/** The facts an `SmsError` may carry beside its code and message. */
export interface SmsErrorDetails {
  /** The provider's name. */
  provider?: string | undefined
  /** The HTTP status of the response. */
  status?: number | undefined
  /** The provider's own error code. */
  providerCode?: string | undefined
  /** Requests that were sent, the first included; 0 if a wait forbids any. */
  attempts?: number | undefined
  /** Seconds that the provider requires to wait. */
  retryAfter?: number | undefined
  /** For `invalid_response`: what was expected where. */
  issues?: readonly ResponseIssue[] | undefined
  /** The error that caused this one. It must not hold a credential, message text or phone number. */
  cause?: Error | undefined
}

// A registered symbol recognises errors of every copy of this package. `instanceof` does not.
const BRAND: unique symbol = Symbol.for('@sms/core/SmsError')

/**
 * The only error class of all `@sms` packages. Its `code` says what happened. Neither the error nor its `cause` shows a
 * credential, a message text or a whole phone number.
 *
 * @example
 * ```ts
 * import { createIp1, SmsError } from '@sms/ip1'
 *
 * try {
 *   await createIp1({ retries: 2 }).messages('+46701740605').toArray()
 * } catch (error) {
 *   if (!SmsError.is(error)) throw error
 *   if (error.retryable) console.error(`try again in ${error.retryAfter ?? 60} seconds`)
 *   else console.error(error.code, error.message)
 * }
 * ```
 */
export class SmsError extends Error {
  /** Why the call failed. */
  readonly code: SmsErrorCode
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean
  /** The provider's name. */
  declare readonly provider?: string
  /** The HTTP status of the response, if there was one. */
  declare readonly status?: number
  /** The provider's own error code, if it sent one. */
  declare readonly providerCode?: string
  /** Requests that were sent, the first included; 0 if a wait forbids any. */
  declare readonly attempts?: number
  /** Seconds that the provider requires to wait (`Retry-After`, RFC 9110, 10.2.3). */
  declare readonly retryAfter?: number
  /** For `invalid_response`: what was expected where. */
  declare readonly issues?: readonly ResponseIssue[]

  /**
   * For authors of providers. A program that reads conversations receives errors and makes none.
   *
   * @param message For people: what went wrong and what to do next, with no credential, message text or phone number.
   */
  constructor(code: SmsErrorCode, message: string, details: SmsErrorDetails = {}) {
    const { cause, ...facts } = details
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.retryable = RETRYABLE.has(code)
    for (const [name, value] of Object.entries(facts)) {
      if (value !== undefined) Object.defineProperty(this, name, { value, enumerable: true })
    }
    Object.defineProperty(this, BRAND, { value: true })
  }

  /** Always `'SmsError'`. */
  override get name(): 'SmsError' {
    return 'SmsError'
  }

  /**
   * Whether `value` is an `SmsError`, and has this code if one is passed. Unlike `instanceof`, it works across copies of
   * this package.
   *
   * @example
   * ```ts
   * import { createSmstools, SmsError } from '@sms/smstools'
   *
   * try {
   *   await createSmstools().messages('+46701740699').toArray()
   * } catch (error) {
   *   if (SmsError.is(error, 'not_found')) console.log('there are no messages')
   *   else throw error
   * }
   * ```
   */
  static is<Code extends SmsErrorCode>(
    value: unknown,
    code?: Code,
  ): value is SmsError & {
    /** The given code. */
    readonly code: Code
  } {
    return (
      value instanceof Error && BRAND in value && (code === undefined || Reflect.get(value, 'code') === code)
    )
  }

  /**
   * The error as plain data, for logs: its name, message and code, whether it is retryable, and its other fields. Its
   * stack and cause are left out.
   *
   * @example
   * ```ts
   * import { createIp1, SmsError } from '@sms/ip1'
   *
   * try {
   *   createIp1().messages('not a number!')
   * } catch (error) {
   *   if (SmsError.is(error)) console.error(JSON.stringify(error))
   * }
   * ```
   */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries([['name', this.name], ['message', this.message], ...Object.entries(this)])
  }
}
