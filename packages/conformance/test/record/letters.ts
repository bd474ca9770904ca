import type { Capabilities, ClientOptions, Message, MessageReader } from '@sms/core'
import {
  clientSettings,
  createHttpClient,
  credential,
  defineReader,
  identity,
  messagesSettings,
  paginate,
  selectMessages,
  type TokenList,
  walkTokens,
} from '@sms/core/provider'

/** A letter as the provider of these tests sends it. Tests add what else may stand in an answer. */
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
  /** A link to the page after this one. */
  readonly next: string | null
}

export interface LettersOptions extends ClientOptions {
  apiKey?: string
}

const PROVIDER = 'letters'

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

/** A provider of its own, that follows the links in its answers. It trusts them blindly: it is made for these tests. */
export function createLetters(options: LettersOptions = {}): MessageReader<Letter> {
  const settings = clientSettings(PROVIDER, options, ['apiKey'], UPSTREAM)
  const apiKey = credential(PROVIDER, 'apiKey', options.apiKey, 'LETTERS_API_KEY')
  const api = { provider: PROVIDER, credentialHeaders: { 'x-key': apiKey }, readRefusal: () => null }
  const client = createHttpClient(api, settings)

  function lettersOf(participant: string): TokenList<Letter> {
    return {
      async ask(token, size, signal) {
        const first = `${settings.baseUrl}/people/${encodeURIComponent(participant)}/letters?size=${size}`
        const { pathname, searchParams } = new URL(token ?? first, settings.baseUrl)
        const path = pathname.slice(new URL(settings.baseUrl).pathname.length)
        const answer = await client.get(path, Object.fromEntries(searchParams), signal)
        const { letters, next } = answer.body as LettersPage
        return { items: letters, next }
      },
      identify: ({ id }) => identity(id, () => []),
    }
  }

  return defineReader(PROVIDER, CAPABILITIES, {
    messages(participant, messagesOptions = {}) {
      const query = messagesSettings(PROVIDER, CAPABILITIES, messagesOptions)
      return paginate<Letter, Message<Letter>, TokenList<Letter>>({
        provider: PROVIDER,
        query: [PROVIDER, participant, query.direction, query.since?.valueOf(), query.until?.valueOf()],
        settings: query,
        walk: walkTokens,
        list: () => lettersOf(participant),
        normalize: (raw) => ({
          provider: PROVIDER,
          id: raw.id,
          key: `${PROVIDER}:${raw.id}`,
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
        }),
        select: selectMessages(query, CAPABILITIES.order),
      })
    },
  })
}

export const UPSTREAM = 'https://api.letters.example/v1'

/** How the provider answers. */
export interface Upstream {
  readonly letters: readonly Letter[]
  readonly apiKey: string
  readonly participant: string
  /** The most letters on a page. */
  readonly cap?: number
  readonly headers?: Readonly<Record<string, string>>
  /** What is answered instead, to some requests: the first has the number 1. */
  readonly instead?: (number: number, request: Request) => Response | undefined
  /** What becomes of a body before it goes out. */
  readonly edit?: (body: string) => string
}

/** Takes the place of the provider's server. */
export function lettersServer(upstream: Upstream): typeof globalThis.fetch {
  const { letters, apiKey, participant, cap = Infinity, headers, instead, edit } = upstream
  let number = 0
  return async (input, init) => {
    const request = new Request(input, init)
    number += 1
    const other = instead?.(number, request)
    if (other !== undefined) return other
    if (request.headers.get('x-key') !== apiKey) return answer(401, { problem: 'bad key' })
    const url = new URL(request.url)
    const whom = decodeURIComponent(url.pathname.split('/')[3] ?? '')
    if (whom !== participant) return answer(404, { problem: `nobody is ${whom}` })
    const size = Math.min(cap, Number(url.searchParams.get('size')))
    const start = letters.findIndex(({ id }) => `after-${id}` === url.searchParams.get('after')) + 1
    const page = letters.slice(start, start + size)
    const last = start + size < letters.length ? page.at(-1) : undefined
    if (last !== undefined) url.searchParams.set('after', `after-${last.id}`)
    return answer(200, { letters: page, next: last === undefined ? null : url.href })
  }

  function answer(status: number, body: unknown): Response {
    const text = JSON.stringify(body)
    const sent = { 'content-type': 'application/json', ...headers }
    return new Response(edit?.(text) ?? text, { status, headers: sent })
  }
}
