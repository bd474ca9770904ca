import { lengthOf } from '../http/concat-chunks.ts'
import type { HttpClient } from '../http/http-client.ts'
import type { ReceivedResponse } from '../http/read-response.ts'
import { UnreadableResponse } from '../http/unreadable-response.ts'
import type { MergedLists, WalkedList } from '../paging/source.ts'
import type { ListByNumber, ListSource, MergedListSource } from './provider-declaration.ts'
import { checkItems } from '../response/check-shape.ts'
import type { ItemList, List, ListResponse, StartWalk } from '../walk/list.ts'

// In bytes. A page without items has only a few words. If one is longer, some pages beyond the end are requested in vain.
const LONGEST_EMPTY = 1000

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
  /** Undefined if the list declares no details. */
  readonly details: ReadonlyMap<number, Raw> | undefined
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
      const items = (): readonly Raw[] => readItems(received, position, size).items
      return { received, details: await detail?.add({ http, detail, items, signal }) }
    },
    mayBeEmpty: ({ received }) => lengthOf(received.body.chunks) <= LONGEST_EMPTY,
    read({ received, details }, position, size) {
      const page = readItems(received, position, size)
      http.release(received)
      if (details === undefined) return page
      return { ...page, items: page.items.map((item, at) => details.get(at) ?? item) }
    },
  }
}
