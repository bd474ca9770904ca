import type { Capabilities, ClientOptions, MessageReader } from '@sms/core'
import {
  defineProvider,
  itemIdentity,
  type ListByToken,
  type MessageFields,
  type Participants,
  type ProviderFactory,
  walkTokens,
} from '@sms/core/provider'

/** A letter in the format of these tests' provider. Tests add other fields. */
export interface Letter {
  readonly id: string
  readonly way: 'in' | 'out'
  readonly from: string
  readonly to: string
  readonly words: string
  readonly at: string
  readonly [other: string]: unknown
}

interface LettersPage {
  readonly letters: readonly Letter[]
  /** A link to the next page. */
  readonly next: string | null
}

export interface LettersOptions extends ClientOptions {
  apiKey?: string | undefined
}

const CAPABILITIES: Capabilities = {
  order: 'oldest-first',
  orders: ['oldest-first'],
  total: false,
  timestamps: true,
  conversations: false,
  summary: false,
  defaultPageSize: 100,
  maxPageSize: null,
}

export const UPSTREAM = 'https://api.letters.example/v1'

const PARTICIPANTS: Participants<string> = {
  forms: [],
  parse: (participant) => participant,
  fromDigits: (digits) => digits,
}

/** A provider for these tests. It follows the links in its responses without a check. */
export const createLetters: ProviderFactory<LettersOptions, MessageReader<Letter>> = defineProvider({
  name: 'letters',
  baseUrl: UPSTREAM,
  capabilities: CAPABILITIES,
  credentials: { apiKey: 'LETTERS_API_KEY' },
  headers: ({ apiKey }) => ({ 'x-key': apiKey }),
  readErrorBody: () => null,
  participants: PARTICIPANTS,
  messages: ({ participant }) => ({
    walk: walkTokens,
    list: () => lettersOf(participant),
    normalize,
  }),
})

function normalize(raw: Letter, key: string): MessageFields<Letter> {
  return {
    id: raw.id,
    key,
    direction: raw.way === 'out' ? 'outbound' : 'inbound',
    channel: 'sms',
    from: raw.from,
    to: raw.to,
    text: raw.words,
    attachments: [],
    timestamp: new Date(raw.at),
    status: raw.way === 'in' ? 'received' : 'sent',
    segments: null,
    price: null,
    raw,
  }
}

function lettersOf(participant: string): ListByToken<Letter> {
  return {
    itemsPath: 'letters',
    request(token, size) {
      const first = `/people/${encodeURIComponent(participant)}/letters?size=${size}`
      const { pathname, searchParams } = new URL(token ?? first, UPSTREAM)
      const path = pathname.slice(pathname.indexOf('/people/'))
      return { path, query: Object.fromEntries(searchParams) }
    },
    read({ body }) {
      const { letters, next } = body as LettersPage
      return { items: letters, next }
    },
    identify: ({ id }) => itemIdentity(id, () => []),
  }
}

/** The behaviour of the provider's server. */
export interface Upstream {
  readonly letters: readonly Letter[]
  readonly apiKey: string
  readonly participant: string
  /** The largest number of letters on a page. */
  readonly cap?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Returns another response to a request, or undefined. The first request has the number 1. */
  readonly instead?: (number: number, request: Request) => Response | undefined
  /** Changes the text of a body before it is sent. */
  readonly edit?: (body: string) => string
}

/** A `fetch` in place of the provider's server. */
export function lettersServer(upstream: Upstream): typeof globalThis.fetch {
  const { letters, apiKey, participant, cap = Infinity, headers, instead, edit } = upstream
  let number = 0
  return async (input, init) => {
    const request = new Request(input, init)
    number += 1
    const other = instead?.(number, request)
    if (other !== undefined) return other
    if (request.headers.get('x-key') !== apiKey) return respond(401, { problem: 'bad key' })
    const url = new URL(request.url)
    const whom = decodeURIComponent(url.pathname.split('/')[3] ?? '')
    if (whom !== participant) return respond(404, { problem: `nobody is ${whom}` })
    const size = Math.min(cap, Number(url.searchParams.get('size')))
    const start = letters.findIndex(({ id }) => `after-${id}` === url.searchParams.get('after')) + 1
    const page = letters.slice(start, start + size)
    const last = start + size < letters.length ? page.at(-1) : undefined
    if (last !== undefined) url.searchParams.set('after', `after-${last.id}`)
    return respond(200, { letters: page, next: last === undefined ? null : url.href })
  }

  function respond(status: number, body: unknown): Response {
    const text = JSON.stringify(body)
    const sent = { 'content-type': 'application/json', ...headers }
    return new Response(edit?.(text) ?? text, { status, headers: sent })
  }
}
