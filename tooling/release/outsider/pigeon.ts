import type { Capabilities, ClientOptions, MessageReader } from '@sms/core'
import {
  checkShape,
  defineProvider,
  displayAddress,
  type ErrorBody,
  isSameNumber,
  itemIdentity,
  type ListByToken,
  type MessageFields,
  type ProviderFactory,
  walkTokens,
} from '@sms/core/provider'
import * as v from 'valibot'

// The API of Pigeon Post, which nobody has: `GET /threads/{phone}?size&after` gives
// `{ data: [{ uid, way, peer, words, at }], paging: { after } }`, newest first, until `after` is null.

export interface PigeonOptions extends ClientOptions {
  loft?: string | undefined
  password?: string | undefined
}

export interface PigeonMessage {
  readonly uid: string | number
  readonly way: 'in' | 'out'
  readonly peer: string
  readonly words?: string | null | undefined
  /** Milliseconds since 1970. */
  readonly at?: number | null | undefined
}

const pageSchema = v.looseObject({
  data: v.array(
    v.looseObject({
      uid: v.union([v.string(), v.number()]),
      way: v.picklist(['in', 'out']),
      peer: v.string(),
      words: v.nullish(v.string()),
      at: v.nullish(v.number()),
    }),
  ),
  paging: v.looseObject({ after: v.nullable(v.string()) }),
})

const CAPABILITIES: Capabilities = {
  order: 'newest-first',
  orders: ['newest-first'],
  total: false,
  timestamps: true,
  conversations: false,
  summary: false,
  defaultPageSize: 100,
  maxPageSize: 100,
}

export const createPigeon: ProviderFactory<PigeonOptions, MessageReader<PigeonMessage>> = defineProvider({
  name: 'pigeon',
  baseUrl: 'https://api.pigeon.example.com',
  capabilities: CAPABILITIES,
  credentials: { loft: 'PIGEON_LOFT', password: 'PIGEON_PASSWORD' },
  headers: ({ loft, password }) => ({ authorization: `Basic ${btoa(`${loft}:${password}`)}` }),
  readErrorBody,
  messages: ({ participant }) => ({
    walk: walkTokens,
    list: () => thread(participant),
    normalize,
  }),
})

function thread(participant: string): ListByToken<PigeonMessage> {
  return {
    itemsPath: 'data',
    request: (token, size) => ({
      path: `/threads/${participant}`,
      query: { size, after: token ?? undefined },
    }),
    read(response) {
      const { data, paging } = checkShape(pageSchema, response)
      return { items: data, next: paging.after }
    },
    identify: ({ uid }) => itemIdentity(String(uid), () => []),
    check: ({ peer }) => (isSameNumber(peer, participant) ? null : 'a message of this thread'),
  }
}

function normalize(raw: PigeonMessage, key: string): MessageFields<PigeonMessage> {
  const isInbound = raw.way === 'in'
  const peer = displayAddress(raw.peer)
  return {
    id: String(raw.uid),
    key,
    direction: isInbound ? 'inbound' : 'outbound',
    channel: 'sms',
    from: isInbound ? peer : null,
    to: isInbound ? null : peer,
    text: raw.words ?? '',
    attachments: [],
    timestamp: typeof raw.at === 'number' ? new Date(raw.at) : null,
    status: isInbound ? 'received' : 'sent',
    segments: null,
    price: null,
    raw,
  }
}

function readErrorBody(body: unknown): ErrorBody | null {
  if (typeof body !== 'object' || body === null || !('fault' in body)) return null
  return typeof body.fault === 'string' && /^[a-z-]{1,40}$/.test(body.fault)
    ? { providerCode: body.fault }
    : {}
}
