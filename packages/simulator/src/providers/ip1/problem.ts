import { STATUS_CODES } from 'node:http'
import type { JsonResponse } from '../../http/json-api.ts'

/** An error response: problem details (RFC 9457). */
export function problem(
  status: number,
  instance: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): JsonResponse {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: { type: 'about:blank', title: STATUS_CODES[status], status, detail, instance },
  }
}
