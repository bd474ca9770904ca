import type { SmsErrorCode } from '@sms/core'
import type { ErrorBody } from '@sms/core/provider'

// The codes of Twilio's "Error and Warning Dictionary". One that is not here means what its HTTP status means.
const CODES: Readonly<Record<string, SmsErrorCode>> = {
  20001: 'rejected', // a parameter cannot be used
  20003: 'authentication',
  20403: 'permission', // the account is suspended
  20404: 'not_found',
  20429: 'rate_limited', // too many requests of the account at once
  21481: 'rejected', // a page token that Twilio does not accept
  70051: 'permission', // the API key may not do this; its HTTP status is not documented
}

/**
 * Reads `{"code":20003,"message":"Authenticate","more_info":"…","status":401}`, and the newer form with `type`, `title`
 * and `detail`. Messages are left out: they repeat paths, with the account in them.
 */
export function readErrorBody(body: unknown): ErrorBody | null {
  if (typeof body !== 'object' || body === null || !('status' in body)) return null
  const { status } = body
  if (typeof status !== 'number' || status < 400 || status > 599) return null
  const code = 'code' in body ? body.code : null
  if (typeof code !== 'string' && typeof code !== 'number') return { status }
  const providerCode = String(code)
  if (!/^\d{1,6}$/.test(providerCode)) return { status }
  return { status, code: Object.hasOwn(CODES, providerCode) ? CODES[providerCode] : undefined, providerCode }
}
