import type { Exchange } from '../fixture/fixture.ts'

/** Whether a body includes the total of its list. */
export function hasTotal(body: unknown, total: number): boolean {
  return isTotal(body, total) || objectFields(body).some(([, value]) => hasTotal(value, total))
}

/** The exchange with another total in every place of its response that holds the total. */
export function withTotal(exchange: Exchange, total: number, other: number): Exchange {
  const { response } = exchange
  return { ...exchange, response: { ...response, body: replaceTotal(response.body, total, other) } }
}

function replaceTotal(body: unknown, total: number, other: number): unknown {
  if (isTotal(body, total)) return typeof body === 'string' ? String(other) : other
  const fields = objectFields(body)
  if (fields.length === 0) return body
  return Object.fromEntries(fields.map(([name, value]) => [name, replaceTotal(value, total, other)]))
}

function isTotal(value: unknown, total: number): boolean {
  return value === total || value === String(total)
}

/** The fields of an object. A list has none here, because the numbers in its items are not the total. */
function objectFields(value: unknown): readonly [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
}
