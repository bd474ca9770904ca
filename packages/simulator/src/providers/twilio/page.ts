import { countFirst } from '../../conversation/count-first.ts'
import { type LazyList, pageOf } from '../../conversation/lazy-list.ts'
import type { JsonResponse } from '../../http/json-api.ts'
import { errorBody } from './error-body.ts'
import { type ChangingTwilioLists, type ListedMessage, sortTimeOf } from './twilio-lists.ts'

const DEFAULT_SIZE = 50
const LARGEST_SIZE = 1000

/** The place of a message in the order of a list. */
interface Place {
  readonly time: number
  readonly number: number
}

/** A message, and its SID. */
export interface PagedMessage {
  readonly listed: ListedMessage
  readonly body: object
  readonly sid: string
}

/**
 * The pages of all lists. A token stands for the message that a page ends with, also if that was deleted. It is good for
 * the filters and the page size of the page that included it: the documentation promises nothing else.
 */
export class Pages {
  readonly #places = new Map<string, Place>()
  readonly #lists: Pick<ChangingTwilioLists, 'forgotten'>

  constructor(lists: Pick<ChangingTwilioLists, 'forgotten'>) {
    this.#lists = lists
  }

  /** @param path Of the list, for the links. */
  respond(
    list: LazyList<ListedMessage>,
    query: URLSearchParams,
    path: string,
    present: (listed: ListedMessage) => PagedMessage,
  ): JsonResponse {
    const size = Math.min(Math.max(1, wholeNumber(query.get('PageSize')) ?? DEFAULT_SIZE), LARGEST_SIZE)
    const page = wholeNumber(query.get('Page')) ?? 0
    const token = query.get('PageToken')
    const filters = filtersOf(query)
    if (page > 0 && token === null) return errorBody(400, 'PageToken is required for paging.', 20001)
    const place = token === null ? null : this.#places.get(this.#keyOf(filters, size, token))
    if (place === undefined) {
      return errorBody(400, 'Invalid paging request: use the provided paging urls.', 21481)
    }
    const start = place === null ? 0 : indexAfter(list, place)
    const messages = pageOf(list, start, size).map(present)
    const last = messages.at(-1)
    const hasMore = start + messages.length < list.length
    if (hasMore && last !== undefined) {
      const { message } = last.listed
      const next = { time: sortTimeOf(last.listed), number: message.number }
      this.#places.set(this.#keyOf(filters, size, `PA${last.sid}`), next)
    }
    const link = (number: number, pageToken?: string): string => {
      const linked = new URLSearchParams([...filters, ['PageSize', String(size)], ['Page', String(number)]])
      if (pageToken !== undefined) linked.set('PageToken', pageToken)
      return `${path}?${linked}`
    }
    return {
      status: 200,
      body: {
        first_page_uri: link(0),
        next_page_uri: hasMore ? link(page + 1, `PA${last?.sid}`) : null,
        previous_page_uri: page === 0 ? null : link(page - 1, `PB${messages[0]?.sid ?? ''}`),
        uri: link(page, token ?? undefined),
        page,
        page_size: size,
        start: page * size,
        end: page * size + Math.max(0, messages.length - 1),
        messages: messages.map(({ body }) => body),
      },
    }
  }

  #keyOf(filters: readonly (readonly [string, string])[], size: number, token: string): string {
    return JSON.stringify([this.#lists.forgotten, filters, size, token])
  }
}

function filtersOf(query: URLSearchParams): readonly [string, string][] {
  return [...query].filter(([name]) => !['PageSize', 'Page', 'PageToken'].includes(name))
}

/** The index of the first message behind a place. */
function indexAfter(list: LazyList<ListedMessage>, place: Place): number {
  return countFirst(list.length, (index) => {
    const listed = list.at(index)
    return listed !== undefined && !isBehind(listed, place)
  })
}

function isBehind(listed: ListedMessage, { time, number }: Place): boolean {
  const own = sortTimeOf(listed)
  return own < time || (own === time && listed.message.number < number)
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null
}
