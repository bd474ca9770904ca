export interface Pagination {
  readonly start: number
  readonly limit: number
  readonly order: 'ASC' | 'DESC'
}

/** Returns null if a parameter is invalid. The documentation has no maximum for `limit`. */
export function parsePagination(query: URLSearchParams): Pagination | null {
  const start = query.get('start') ?? '0'
  const limit = query.get('limit') ?? '50'
  const order = query.get('order') ?? 'ASC'
  const isValid = /^\d{1,15}$/.test(start) && /^\d{1,15}$/.test(limit) && Number(limit) > 0
  if (!isValid || (order !== 'ASC' && order !== 'DESC')) return null
  return { start: Number(start), limit: Number(limit), order }
}
