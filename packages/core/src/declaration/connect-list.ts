import { SmsError } from '../error.ts'
import type { HttpClient } from '../http/http-client.ts'
import type { ReceivedResponse } from '../http/read-response.ts'
import { UnreadableResponse } from '../http/unreadable-response.ts'
import type { MergedLists, WalkedList } from '../paging/source.ts'
import type { ItemDetail, ListByNumber, ListSource, MergedListSource } from './provider-declaration.ts'
import { checkItems } from '../response/check-shape.ts'
import type { ItemList, List, ListResponse, StartWalk } from '../walk/list.ts'
import { noteErrorOfDetail } from '../walk/token-refusal.ts'

/** Connects a declared list with a reader's client: it is requested and read by the walk for lists of its style. */
export function connectList<Raw>(http: HttpClient, source: ListSource<Raw>): WalkedList<Raw, ItemList<Raw>> {
  // The compiler has checked that the walk and the list fit each other. From here on, a position is what they share.
  const { walk, list } = source as {
    readonly walk: StartWalk<Raw, ItemList<Raw>>
    readonly list: () => ListByNumber<Raw>
  }
  return { walk, list: () => connect(http, list()) }
}

/** Connects what is declared of the messages: one list, or several that are merged. */
export function connectLists<Raw>(
  http: HttpClient,
  source: ListSource<Raw> | MergedListSource<Raw>,
): WalkedList<Raw, ItemList<Raw>> | MergedLists<Raw, ItemList<Raw>> {
  if (!('lists' in source)) return connectList(http, source)
  return { ...source, lists: source.lists.map((list) => connectList(http, list)) }
}

/** A response, and what other requests have added to its items, by their places. */
interface DetailedResponse<Raw> {
  readonly received: ReceivedResponse
  readonly details: ReadonlyMap<number, Raw>
}

function connect<Raw>(http: HttpClient, declared: ListByNumber<Raw>): List<Raw, DetailedResponse<Raw>> {
  const readItems = (received: ReceivedResponse, position: number, size: number): ListResponse<Raw> => {
    const response = http.read(received)
    const page = declared.read(response, position, size)
    checkItems(response, declared.itemsPath ?? '', page.items, (item) => declared.check?.(item) ?? null)
    return page
  }
  return {
    ...declared,
    async request(position, size, signal, unreadable) {
      const isRetry = unreadable instanceof UnreadableResponse
      const received = await http.send(
        declared.request(position, size),
        signal,
        isRetry ? unreadable : undefined,
      )
      const { detail } = declared
      if (detail === undefined) return { received, details: new Map<number, Raw>() }
      const items = itemsIfReadable(() => readItems(received, position, size).items)
      return { received, details: await readDetails(http, detail, items, signal) }
    },
    read({ received, details }, position, size) {
      const page = readItems(received, position, size)
      return details.size === 0
        ? page
        : { ...page, items: page.items.map((item, at) => details.get(at) ?? item) }
    },
  }
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

/** Requests the details of items one after the other, so that a page has never more than one request in flight. */
async function readDetails<Raw>(
  http: HttpClient,
  detail: ItemDetail<Raw>,
  items: readonly Raw[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, Raw>> {
  const details = new Map<number, Raw>()
  for (const [at, item] of items.entries()) {
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
