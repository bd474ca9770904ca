import type { ErrorBody } from '@sms/core/provider'

/**
 * Reads problem details (RFC 9457): `{ type, title, status, detail, instance }`. Only their status is used, because the
 * API has no error codes.
 */
export function readErrorBody(body: unknown): ErrorBody | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body) || !('status' in body)) return null
  const status = typeof body.status === 'string' ? Number(body.status) : body.status
  return typeof status === 'number' && status >= 400 && status <= 599 ? { status } : null
}
