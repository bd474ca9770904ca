import { STATUS_CODES } from 'node:http'
import type { Answer } from '../../provider.ts'

/** Problem details as RFC 9457 has them. */
export function problem(
  status: number,
  instance: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: { type: 'about:blank', title: STATUS_CODES[status], status, detail, instance },
  }
}
