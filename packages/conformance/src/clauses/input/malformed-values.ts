import { inspect } from 'node:util'

const MALFORMED_COUNTS = [0, -1, 1.5, Number.NaN, Infinity, 2 ** 53, '5', 5n, null]

/** Values that each option rejects. */
export const MALFORMED_OPTIONS: Readonly<Record<string, readonly unknown[]>> = {
  limit: MALFORMED_COUNTS,
  pageSize: [...MALFORMED_COUNTS, 1e9],
  concurrency: [...MALFORMED_COUNTS, 1e9],
  cursor: [17, null, {}],
  signal: ['now', null, {}, new AbortController()],
  direction: ['mt', 'INBOUND', 'both', '', 1, null],
  order: ['asc', 'unspecified', '', 1, null],
  since: [new Date(Number.NaN), '2025-06-05', 1749113086, 0, null],
  until: [new Date(Number.NaN), '2025-06-05', 1749113086, 0, null],
}

/** Texts that are no cursor. */
export const MALFORMED_CURSORS: readonly string[] = [
  '',
  ' ',
  '=',
  'null',
  'e30',
  'AAAA',
  '../..',
  '\0',
  '€',
  'a'.repeat(10_000),
]

/** A value as the label of a failure shows it. */
export function brief(value: unknown): string {
  return inspect(value).slice(0, 40)
}
