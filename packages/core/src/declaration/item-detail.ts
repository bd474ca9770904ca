import { SmsError } from '../error.ts'
import type { ApiRequest, HttpClient } from '../http/http-client.ts'
import type { ApiResponse } from '../http/read-response.ts'
import { UnreadableResponse } from '../http/unreadable-response.ts'
import { noteErrorOfDetail } from '../walk/token-refusal.ts'

/**
 * What a list leaves out of an item, such as the files of a message: each such item costs one more request.
 *
 * @example
 * ```ts
 * import { addDetails, type ItemDetail } from '@sms/core/provider'
 *
 * interface AcmeMessage {
 *   readonly id: string
 *   readonly hasFiles: boolean
 *   readonly files?: unknown
 * }
 *
 * const files: ItemDetail<AcmeMessage> = {
 *   add: addDetails,
 *   request: ({ id, hasFiles }) => (hasFiles ? { path: `/messages/${id}/files`, query: {} } : null),
 *   read: ({ body }, message) => ({ ...message, files: body }),
 * }
 * console.log(files.request({ id: 'm1', hasFiles: false })) // null
 * ```
 */
export interface ItemDetail<Raw> {
  /** What requests the details: `addDetails`. Named here, because a provider of whole items ships without it. */
  readonly add: AddDetails
  /** Returns the request for the details of an item; null if it has none. */
  request(raw: Raw): ApiRequest | null
  /**
   * Reads the response, and returns the item with its details.
   *
   * @throws {SmsError} `invalid_response` if its shape is not the documented one: `checkShape`.
   */
  read(response: ApiResponse, raw: Raw): Raw
}

/** The items of one response, and how their details are requested. */
interface DetailRequest<Raw> {
  readonly http: HttpClient
  readonly detail: ItemDetail<Raw>
  /** Reads the items of the response. */
  readonly items: () => readonly Raw[]
  readonly signal: AbortSignal
}

/** Returns the items that have details, with them, by their places in the response. */
type AddDetails = <Raw>(request: DetailRequest<Raw>) => Promise<ReadonlyMap<number, Raw>>

/**
 * Requests the details of items: `add` of a list's `detail`. One after the other, so that a page has never more than one
 * request in flight.
 *
 * @example
 * ```ts
 * import { addDetails, type ItemDetail } from '@sms/core/provider'
 *
 * const files: ItemDetail<{ readonly id: string; readonly files?: unknown }> = {
 *   add: addDetails,
 *   request: ({ id }) => ({ path: `/messages/${id}/files`, query: {} }),
 *   read: ({ body }, message) => ({ ...message, files: body }),
 * }
 * console.log(files.request({ id: 'm1' })?.path) // /messages/m1/files
 * ```
 */
export const addDetails: AddDetails = async ({ http, detail, items, signal }) => {
  const details = new Map<number, ReturnType<typeof detail.read>>()
  for (const [at, item] of itemsIfReadable(items).entries()) {
    const request = detail.request(item)
    if (request === null) continue
    try {
      details.set(at, detail.read(await http.get(request, signal), item))
    } catch (error) {
      // The item has vanished since its page was sent: it is yielded as it stood there.
      if (SmsError.is(error, 'not_found')) continue
      noteErrorOfDetail(error)
      throw error
    }
  }
  return details
}

/** Returns the items of a response; none if it cannot be read, which the walk finds out when it reads it. */
function itemsIfReadable<Raw>(read: () => readonly Raw[]): readonly Raw[] {
  try {
    return read()
  } catch (error) {
    if (error instanceof UnreadableResponse || SmsError.is(error)) return []
    throw error
  }
}
