import type { HttpClient } from '../http/http-client.ts'
import type { ReceivedResponse } from '../http/read-response.ts'
import { UnreadableResponse } from '../http/unreadable-response.ts'
import type { MergedLists, WalkedList } from '../paging/source.ts'
import type { ListByNumber, ListSource, MergedListSource } from './provider-declaration.ts'
import { checkItems } from '../response/check-shape.ts'
import type { ItemList, List, StartWalk } from '../walk/list.ts'

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
  return { lists: source.lists.map((list) => connectList(http, list)), timeOf: source.timeOf }
}

function connect<Raw>(http: HttpClient, declared: ListByNumber<Raw>): List<Raw, ReceivedResponse> {
  return {
    ...declared,
    request: (position, size, signal, unreadable) =>
      http.send(
        declared.request(position, size),
        signal,
        unreadable instanceof UnreadableResponse ? unreadable : undefined,
      ),
    read(received, position, size) {
      const response = http.read(received)
      const page = declared.read(response, position, size)
      checkItems(response, declared.itemsPath ?? '', page.items, (item) => declared.check?.(item) ?? null)
      return page
    },
  }
}
