import { type MessageOrder, type Paginated, SmsError } from '@sms/core'
import { paginate, type TokenList, type TokenResponse, walkTokens } from '@sms/core/provider'
import {
  ARCHIVE,
  checkNames,
  checkSignal,
  checkText,
  checkTime,
  checkWholeNumber,
  checkWord,
  invalidOption,
} from './check-options.ts'
import type { ArchiveQuery, ConversationQuery } from './contract/archive-query.ts'
import type { ArchivedConversation } from './contract/archived-conversation.ts'
import type { ArchivedMessage } from './contract/archived-message.ts'
import { type StoredList, storedList } from './stored-list.ts'
import { LARGEST_PAGE, PAGE_SIZE } from './page-size.ts'
import { archivedParticipant } from './participant.ts'
import { type SearchTerm, searchTerms } from './search/search-terms.ts'
import type { ConversationPlace, ListedConversation } from './store/conversation-store.ts'
import type { StoredMessage } from './store/message-store.ts'
import type { Store } from './store/store.ts'
import { toArchivedConversation, toArchivedMessage } from './to-archived.ts'

const PAGE_OPTIONS = ['limit', 'pageSize', 'cursor', 'signal']
const SOURCE_OPTIONS = ['provider', 'account']
const QUERY_OPTIONS = [
  ...SOURCE_OPTIONS,
  'participant',
  'direction',
  'since',
  'until',
  'order',
  ...PAGE_OPTIONS,
]

/** The stored messages that a query selects: see `Archive.messages`. */
export function queryMessages(store: Store, query: ArchiveQuery): Paginated<ArchivedMessage> {
  return selectMessages(store, query, { scope: ['messages'], order: 'oldest-first' })
}

/** The stored messages that contain some words: see `Archive.search`. */
export function searchMessages(store: Store, text: string, query: ArchiveQuery): Paginated<ArchivedMessage> {
  if (typeof text !== 'string') throw invalidOption('text', 'a string')
  if (store.unsearchable !== null) {
    const message = `This archive cannot be searched: ${store.unsearchable}.`
    throw new SmsError('unsupported', message, { provider: ARCHIVE })
  }
  const terms = searchTerms(text)
  if (terms.length === 0)
    throw invalidOption('text', 'a word to search for, with at least one letter or digit')
  return selectMessages(store, query, { scope: ['search', text], order: 'newest-first', terms })
}

/** What distinguishes the queries for messages. */
interface MessageSelection {
  readonly scope: readonly string[]
  /** The default. */
  readonly order: MessageOrder
  readonly terms?: readonly SearchTerm[]
}

function selectMessages(
  store: Store,
  query: ArchiveQuery,
  { scope, terms, ...defaults }: MessageSelection,
): Paginated<ArchivedMessage> {
  checkNames(query, QUERY_OPTIONS)
  const { participant, provider, account, direction, order = defaults.order, signal } = query
  checkSource(query)
  checkWord('direction', direction, ['inbound', 'outbound'])
  checkWord('order', order, ['newest-first', 'oldest-first'])
  const since = checkTime('since', query.since)
  const until = checkTime('until', query.until)
  if (since !== undefined && until !== undefined && since > until)
    throw invalidOption('since', 'no later than `until`')
  const participants = participantsOf(participant)
  const listed = { terms, participants, provider, account, direction, since, until, order }
  return paginate<StoredMessage, ArchivedMessage, StoredList>({
    provider: ARCHIVE,
    cursorScope: [
      store.id,
      ...scope,
      JSON.stringify(participants),
      provider,
      account,
      direction,
      since,
      until,
      order,
    ],
    settings: pageSettings(query),
    walk: walkTokens,
    list: () => storedList(store, listed, signal),
    normalize: toArchivedMessage,
  })
}

/** The stored conversations: see `Archive.conversations`. */
export function queryConversations(store: Store, query: ConversationQuery): Paginated<ArchivedConversation> {
  checkNames(query, [...SOURCE_OPTIONS, ...PAGE_OPTIONS])
  const { provider, account } = query
  checkSource(query)
  return paginate<
    ListedConversation,
    ArchivedConversation,
    TokenList<ListedConversation, TokenResponse<ListedConversation>>
  >({
    provider: ARCHIVE,
    cursorScope: [store.id, 'conversations', provider, account],
    settings: pageSettings(query),
    walk: walkTokens,
    list: () => ({
      async request(token, size) {
        const after = token === null ? null : readConversationPlace(token)
        const items = await store.readConversations({ provider, account }, after, size + 1)
        const last = items[size - 1]
        const next =
          items.length > size && last !== undefined ? JSON.stringify([last.activity, last.id]) : null
        return { items: items.slice(0, size), next }
      },
      read: (page) => page,
      identify: ({ id }) => String(id),
    }),
    normalize: toArchivedConversation,
  })
}

function checkSource({ provider, account }: ConversationQuery): void {
  checkText('provider', provider)
  checkText('account', account)
}

function participantsOf(participant: ArchiveQuery['participant']): readonly string[] | null {
  if (participant === undefined) return null
  const all = typeof participant === 'string' ? [participant] : participant
  const isUsable = Array.isArray(all) && all.every((one) => typeof one === 'string')
  if (!isUsable) throw invalidOption('participant', 'a string, or a list of strings')
  return [...new Set(all.map(archivedParticipant))].toSorted()
}

function pageSettings({ limit, pageSize, cursor, signal }: ArchiveQuery): {
  readonly limit: number
  readonly pageSize: number
  readonly concurrency: number
  readonly cursor: string | undefined
  readonly signal: AbortSignal | undefined
} {
  checkText('cursor', cursor)
  checkSignal(signal)
  return {
    limit: checkWholeNumber('limit', limit, { min: 1, max: Number.MAX_SAFE_INTEGER, otherwise: Infinity }),
    pageSize: checkWholeNumber('pageSize', pageSize, { min: 1, max: LARGEST_PAGE, otherwise: PAGE_SIZE }),
    concurrency: 1,
    cursor,
    signal,
  }
}

function readConversationPlace(token: string): ConversationPlace {
  const [activity, id]: [number, number] = JSON.parse(token)
  return { activity, id }
}
