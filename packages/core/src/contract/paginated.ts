/**
 * A list read page by page. Iterate over it to get its items, or over `pages()` to get its pages, each with a cursor.
 *
 * Each item that is there for the whole walk is yielded exactly once, in the provider's order, whatever arrives
 * meanwhile; items that arrive or vanish during the walk may or may not appear. The provider's README says what its API
 * makes impossible.
 */
export interface Paginated<T> extends AsyncIterable<T> {
  /**
   * The pages, each with the cursor to resume from. Leaving the loop aborts what is still in flight.
   *
   * @throws {SmsError} Any code but `invalid_argument` and `unsupported`, while iterating; or the signal's own reason
   * when it is aborted.
   * @example
   * ```ts
   * import { createIp1 } from '@sms/ip1'
   *
   * const reader = createIp1()
   * let cursor: string | null = null
   * for await (const page of reader.messages('+46701740605', { pageSize: 50 }).pages()) {
   *   cursor = page.cursor
   *   break // the program ends here, and another one resumes
   * }
   * if (cursor !== null) {
   *   const rest = await reader.messages('+46701740605', { cursor }).toArray()
   *   console.log(`${rest.length} more`)
   * }
   * ```
   */
  pages(): AsyncIterable<Page<T>>
  /**
   * Returns all items in one array, for lists that fit into memory.
   *
   * @throws {SmsError} Rejects with what `pages()` throws. The items read until then are lost.
   * @example
   * ```ts
   * import { createSmstools } from '@sms/smstools'
   *
   * const latest = await createSmstools().messages('+46701740605', { limit: 100 }).toArray()
   * console.log(latest.filter(({ direction }) => direction === 'inbound').length)
   * ```
   */
  toArray(): Promise<T[]>
}

/** One page of a walk. */
export interface Page<T> {
  /** The items that no earlier page of the walk had. May be empty although later pages have items. */
  readonly items: readonly T[]
  /** Items in the whole list, if the provider reports it and no option filters them here; else null. */
  readonly total: number | null
  /**
   * Where to resume, in this process or another: an opaque, URL-safe string without credentials, text or phone
   * numbers in clear. Null on the last page of the list.
   */
  readonly cursor: string | null
}
