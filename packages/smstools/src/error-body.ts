import type { SmsErrorCode } from '@sms/core'
import type { ErrorBody } from '@sms/core/provider'

// The codes of the API's error page. For any other code, the HTTP status decides.
const CODES: Readonly<Record<string, SmsErrorCode>> = {
  103: 'rejected', // phone missing
  104: 'authentication', // credentials
  105: 'unavailable', // "our servers have a problem": retried, although the status is 4xx
  106: 'rejected', // phone invalid
  108: 'rejected', // no credits
  116: 'permission', // access disabled for inactivity
  132: 'not_found', // no such inbox
  133: 'not_found', // no such message
  135: 'rejected', // `limit` is not 1 to 2000
  136: 'rejected', // `page` is not above 0
  200: 'permission', // IP address not allowed
}

/** Reads `{"error":"104","errorMsg":"Invalid credentials"}`. `error` is a code, as text or number, or prose. */
export function readErrorBody(body: unknown): ErrorBody | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null
  const { error } = body
  if (typeof error !== 'string' && typeof error !== 'number') return null
  const providerCode = String(error)
  if (!/^\d{1,4}$/.test(providerCode)) return {}
  return { code: Object.hasOwn(CODES, providerCode) ? CODES[providerCode] : undefined, providerCode }
}
