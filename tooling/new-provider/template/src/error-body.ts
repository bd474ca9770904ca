import type { ErrorBody } from '@sms/core/provider'

/** Reads `{"error":{"code":"invalid_key","message":"…"}}`. The codes say nothing that the HTTP status does not. */
export function readErrorBody(body: unknown): ErrorBody | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null
  const { error } = body
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  const { code } = error
  return typeof code === 'string' && /^[a-z_]{1,40}$/.test(code) ? { providerCode: code } : {}
}
