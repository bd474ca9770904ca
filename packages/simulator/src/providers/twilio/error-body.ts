import type { JsonResponse } from '../../http/json-api.ts'

/** The errors of "Twilio API responses". */
export function errorBody(status: number, message: string, code: number): JsonResponse {
  const more_info = `https://www.twilio.com/docs/errors/${code}`
  return { status, body: { code, message, more_info, status } }
}
