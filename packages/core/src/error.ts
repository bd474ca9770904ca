/** Why a call failed. Codes are part of the contract; messages are for people and may change. */
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

/** Where an answer was not as documented: a path into it and what was expected there, never a value. */
export interface ResponseIssue {
  /** A path such as `12.direction`; empty for the answer as a whole. */
  readonly path: string
  /** What was expected there. */
  readonly expected: string
}

/** The facts an `SmsError` may carry beside its code and message. */
export interface SmsErrorDetails {
  provider?: string | undefined
  status?: number | undefined
  providerCode?: string | undefined
  attempts?: number | undefined
  retryAfter?: number | undefined
  issues?: readonly ResponseIssue[] | undefined
  cause?: Error | undefined
}

// Registered, so that errors are recognised across copies of this package, which `instanceof` is not.
const BRAND: unique symbol = Symbol.for('@sms/core/SmsError')

/**
 * The one error of all `@sms` packages, told apart by `code`. Nothing in it, nor under its `cause`, shows a
 * credential, a message text or a whole phone number.
 *
 * @example
 * try {
 *   await reader.messages('+46701740605').toArray()
 * } catch (error) {
 *   if (SmsError.is(error, 'rate_limited')) console.log(`again in ${error.retryAfter ?? 60} s`)
 *   else throw error
 * }
 */
export class SmsError extends Error {
  readonly code: SmsErrorCode
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean
  /** The provider's name. */
  declare readonly provider?: string
  /** The HTTP status of the answer, where there was one. */
  declare readonly status?: number
  /** The provider's own error code, where it gave one. */
  declare readonly providerCode?: string
  /** Requests made for this answer, the first included. */
  declare readonly attempts?: number
  /** Seconds the provider asks to wait. */
  declare readonly retryAfter?: number
  /** For `invalid_response`: what was expected where. */
  declare readonly issues?: readonly ResponseIssue[]

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

  override get name(): 'SmsError' {
    return 'SmsError'
  }

  /** Whether `value` is an `SmsError` (of any copy of this package), and of this code if one is given. */
  static is<Code extends SmsErrorCode>(
    value: unknown,
    code?: Code,
  ): value is SmsError & { readonly code: Code } {
    return (
      value instanceof Error && BRAND in value && (code === undefined || Reflect.get(value, 'code') === code)
    )
  }

  /** The error as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries([['name', this.name], ['message', this.message], ...Object.entries(this)])
  }
}
