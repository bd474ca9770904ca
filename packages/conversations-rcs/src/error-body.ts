import type { SmsErrorCode } from '@sms/core'
import type { ErrorBody } from '@sms/core/provider'

// The codes of the page "Return codes" that are more precise than their HTTP status.
const CODES: Readonly<Record<string, SmsErrorCode>> = {
  101: 'authentication', // incorrect login details
  108: 'authentication', // no login details
  109: 'authentication', // no password
}

/** Reads `{"code":101,"message":"…"}`. A list is always an array, so it is not mistaken for an error. */
export function readErrorBody(body: unknown): ErrorBody | null {
  if (typeof body !== 'object' || body === null || !('code' in body) || !('message' in body)) return null
  const { code } = body
  if (typeof code !== 'string' && typeof code !== 'number') return null
  const providerCode = String(code)
  if (!/^\d{1,4}$/.test(providerCode)) return {}
  return { code: Object.hasOwn(CODES, providerCode) ? CODES[providerCode] : undefined, providerCode }
}
