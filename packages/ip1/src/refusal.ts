import type { Refusal } from '@sms/core/provider'

/**
 * Reads problem details (RFC 9457): `{ type, title, status, detail, instance }`. They say nothing that the HTTP
 * status does not, and the API has no codes of its own.
 */
export function readRefusal(body: unknown): Refusal | null {
  if (typeof body !== 'object' || body === null || !('title' in body) || !('status' in body)) return null
  return typeof body.status === 'number' && body.status >= 400 ? { status: body.status } : null
}
