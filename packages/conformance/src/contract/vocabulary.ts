import type { DeliveryStatus, SmsErrorCode } from '@sms/core'

/** Every code of an `SmsError`, and whether the same call may succeed later. */
const RETRYABLE_BY_CODE: Readonly<Record<SmsErrorCode, boolean>> = {
  invalid_argument: false,
  unsupported: false,
  authentication: false,
  permission: false,
  not_found: false,
  rejected: false,
  rate_limited: true,
  unavailable: true,
  timeout: true,
  network: true,
  invalid_response: false,
  pagination: false,
}

export const errorCodes: readonly SmsErrorCode[] = Object.keys(RETRYABLE_BY_CODE) as SmsErrorCode[]

export function isRetryable(code: SmsErrorCode): boolean {
  return RETRYABLE_BY_CODE[code]
}

export const deliveryStatuses: readonly DeliveryStatus[] = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'undelivered',
  'failed',
  'received',
  'unknown',
]
