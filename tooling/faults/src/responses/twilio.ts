import { CANARY } from '../canaries.ts'
import type { ProviderResponses } from '../provider-responses.ts'
import { queryOf } from '../query.ts'

const ACCOUNT = 'AC00000000000000000000000000000001'
const MESSAGES = `/2010-04-01/Accounts/${ACCOUNT}/Messages`
const NEWEST = Date.UTC(2026, 0, 5, 10)

const timeOf = (milliseconds: number): string => new Date(milliseconds).toUTCString().replace('GMT', '+0000')

export const responses: ProviderResponses = {
  account: { accountSid: ACCOUNT },
  authorization: ({ apiKey, apiSecret }) => `Basic ${btoa(`${apiKey}:${apiSecret}`)}`,
  // The messages to the participant, and those from it.
  lists: 2,
  path: /^\/2010-04-01\/Accounts\/AC0{31}1\/Messages\.json$/,
  parameters: ['To', 'From', 'DateSent>', 'DateSent<', 'PageSize', 'Page', 'PageToken'],
  message(number) {
    const sid = `SM${String(number).padStart(32, '0')}`
    const isInbound = number % 2 === 0
    const date = timeOf(NEWEST - number * 1000)
    return {
      sid,
      account_sid: ACCOUNT,
      messaging_service_sid: null,
      to: isInbound ? CANARY.account : CANARY.participant,
      from: isInbound ? CANARY.participant : CANARY.account,
      body: `${CANARY.text} ${number}`,
      status: isInbound ? 'received' : 'delivered',
      direction: isInbound ? 'inbound' : 'outbound-api',
      num_segments: '1',
      num_media: '0',
      price: '-0.04000',
      price_unit: 'USD',
      error_code: null,
      error_message: null,
      date_created: date,
      date_sent: date,
      date_updated: date,
      api_version: '2010-04-01',
      uri: `${MESSAGES}/${sid}.json`,
      subresource_uris: { media: `${MESSAGES}/${sid}/Media.json` },
    }
  },
  page(list, target) {
    const query = queryOf(target)
    const found = list.filter((item) => isIn(item, query))
    const size = Number(query.get('PageSize') ?? found.length)
    const start = startOf(found, query)
    const messages = found.slice(start, start + size)
    const page = Number(query.get('Page') ?? 0)
    const next = new URLSearchParams(query)
    next.set('Page', String(page + 1))
    next.set('PageToken', `PA${sidOf(messages.at(-1))}`)
    const hasMore = start + size < found.length
    return {
      first_page_uri: `${MESSAGES}.json?To=${encodeURIComponent(CANARY.participant)}`,
      next_page_uri: hasMore ? `${MESSAGES}.json?${next}` : null,
      previous_page_uri: null,
      uri: `${MESSAGES}.json?${query}`,
      page,
      page_size: size,
      start,
      end: start + messages.length - 1,
      messages,
    }
  },
  endless: (page) => ({
    ...(page as object),
    next_page_uri: `${MESSAGES}.json?Page=1&PageToken=PASM${'0'.repeat(32)}`,
  }),
  showsChannels: false,
  readsLinks: false,
  id: 'sid',
  parts: { field: 'subresource_uris', wrong: '17' },
  status: (word) => ({ status: word }),
  statuses:
    /^(accepted|scheduled|queued|sending|sent|delivered|partially_delivered|read|undelivered|failed|canceled|receiving|received)$/i,
  directions: /^(inbound|outbound)/i,
  received: (from, to) => ({ direction: 'inbound', from, to }),
  numbers: [
    {
      sent: { num_segments: 2, price: -0.04 },
      read: { segments: 2, price: { amount: 0.04, currency: 'USD' } },
    },
  ],
  times: {
    none: [
      { date_sent: null, date_created: null },
      { date_sent: '', date_created: '' },
      { date_sent: timeOf(0), date_created: null },
    ],
    at: (seconds) => ({ date_sent: timeOf(seconds * 1000) }),
  },
}

/** Whether a message is in the requested list. */
function isIn(item: unknown, query: URLSearchParams): boolean {
  const direction = typeof item === 'object' && item !== null ? Reflect.get(item, 'direction') : ''
  if (query.has('To')) return direction !== 'inbound'
  return query.has('From') ? direction === 'inbound' : true
}

/** Where the requested page begins: after the message of its token. If the list has it twice, after the nearer one. */
function startOf(list: readonly unknown[], query: URLSearchParams): number {
  const token = query.get('PageToken')
  if (token === null) return 0
  const expected = Number(query.get('Page')) * Number(query.get('PageSize'))
  const ends = list.flatMap((item, at) => (`PA${sidOf(item)}` === token ? [at + 1] : []))
  const [nearest] = ends.toSorted((one, other) => Math.abs(one - expected) - Math.abs(other - expected))
  if (nearest !== undefined) return nearest
  // A server that does not list the message yet still knows its place.
  const older = list.findIndex((item) => `PA${sidOf(item)}` > token)
  return older < 0 ? list.length : older
}

function sidOf(item: unknown): string {
  return typeof item === 'object' && item !== null ? String(Reflect.get(item, 'sid')) : ''
}
