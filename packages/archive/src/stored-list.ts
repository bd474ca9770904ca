import { setTimeout as pause } from 'node:timers/promises'
import type { TokenList, TokenResponse } from '@sms/core/provider'
import type { MessagesQuery, StoredMessage } from './store/message-store.ts'
import type { Place } from './store/place.ts'
import type { Store } from './store/store.ts'

/** Stored messages, as a list to be walked over. */
export type StoredList = TokenList<StoredMessage, TokenResponse<StoredMessage>>

/** Which messages a list has. */
export interface StoredSelection extends Omit<MessagesQuery, 'conversations'> {
  /** As the archive writes them; null for all. */
  readonly participants: readonly string[] | null
}

// Some milliseconds of one transaction.
const INDEX_BATCH = 500

/** Makes the list for one walk. The token of a page is the place in the archive's order that it follows. */
export function storedList(
  store: Store,
  { participants, ...query }: StoredSelection,
  signal: AbortSignal | undefined,
): StoredList {
  let conversations: readonly number[] | null = null
  return {
    async request(token, size) {
      if (query.terms !== undefined) await completeIndex(store, signal)
      if (participants !== null) conversations ??= await store.findConversations(query, participants)
      const after = token === null ? null : readPlace(token)
      const items = await store.readMessages({ ...query, conversations }, after, size + 1)
      const last = items[size - 1]
      const next = items.length > size && last !== undefined ? writePlace(last) : null
      return { items: items.slice(0, size), next }
    },
    read: (page) => page,
    identify: ({ id }) => String(id),
  }
}

/** Indexes what was stored without the search index, in parts, so that other writers come in between. */
async function completeIndex(store: Store, signal: AbortSignal | undefined): Promise<void> {
  while (!(await store.extendIndex(INDEX_BATCH))) {
    await pause(1)
    signal?.throwIfAborted()
  }
}

function writePlace({ sortTime, rank, id }: Place): string {
  return JSON.stringify([sortTime, rank, id])
}

function readPlace(token: string): Place {
  const [sortTime, rank, id]: [number, number, number] = JSON.parse(token)
  return { sortTime, rank, id }
}
