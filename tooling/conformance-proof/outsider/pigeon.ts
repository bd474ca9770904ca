import type { Capabilities, ClientOptions, Message, MessageReader } from '@sms/core'
import {
  checkItems,
  checkShape,
  clientSettings,
  createHttpClient,
  credential,
  defineReader,
  displayAddress,
  type HttpClient,
  identity,
  isSameNumber,
  messagesSettings,
  paginate,
  participantDigits,
  type Refusal,
  selectMessages,
  type TokenList,
  walkTokens,
} from '@sms/core/provider'
import * as v from 'valibot'

// The API of Pigeon Post, which nobody has: `GET /threads/{phone}?size&after` gives
// `{ data: [{ uid, way, peer, words, at }], paging: { after } }`, newest first, until `after` is null.

const PROVIDER = 'pigeon'

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

export function createPigeon(options: PigeonOptions = {}): MessageReader<PigeonMessage> {
  const settings = clientSettings(PROVIDER, options, ['loft', 'password'], 'https://api.pigeon.example.com')
  const loft = credential(PROVIDER, 'loft', options.loft, 'PIGEON_LOFT')
  const password = credential(PROVIDER, 'password', options.password, 'PIGEON_PASSWORD')
  const credentialHeaders = { authorization: `Basic ${btoa(`${loft}:${password}`)}` }
  const client = createHttpClient({ provider: PROVIDER, credentialHeaders, readRefusal }, settings)
  return defineReader(PROVIDER, CAPABILITIES, {
    messages(participant, messagesOptions = {}) {
      const digits = participantDigits(PROVIDER, participant)
      const query = messagesSettings(PROVIDER, CAPABILITIES, messagesOptions)
      return paginate<PigeonMessage, Message<PigeonMessage>, TokenList<PigeonMessage>>({
        provider: PROVIDER,
        query: [PROVIDER, 'messages', digits, query.direction, query.since, query.until],
        settings: query,
        walk: walkTokens,
        list: () => thread(client, digits),
        normalize,
        select: selectMessages(query, CAPABILITIES.order),
      })
    },
  })
}

function thread(client: HttpClient, participant: string): TokenList<PigeonMessage> {
  return {
    async ask(token, size, signal) {
      const query = { size, after: token ?? undefined }
      const answer = await client.get(`/threads/${participant}`, query, signal)
      const { data, paging } = checkShape(PROVIDER, pageSchema, answer)
      checkItems(PROVIDER, answer, 'data', data, ({ peer }) =>
        isSameNumber(peer, participant) ? null : 'a message of this thread',
      )
      return { items: data, next: paging.after }
    },
    identify: ({ uid }) => identity(String(uid), () => []),
  }
}

function normalize(raw: PigeonMessage, key: string): Message<PigeonMessage> {
  const isInbound = raw.way === 'in'
  const peer = displayAddress(raw.peer)
  return {
    provider: PROVIDER,
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

function readRefusal(body: unknown): Refusal | null {
  if (typeof body !== 'object' || body === null || !('fault' in body)) return null
  return typeof body.fault === 'string' && /^[a-z-]{1,40}$/.test(body.fault)
    ? { providerCode: body.fault }
    : {}
}
