import type { Message, Paginated } from '@sms/core'
import { createTwilio, type TwilioMessage, type TwilioOptions } from '@sms/twilio'

export const ACCOUNT = 'AC00000000000000000000000000000001'
export const PARTICIPANT = '+447700900123'
export const OWN_NUMBER = '+447700900456'

const PATH = `/2010-04-01/Accounts/${ACCOUNT}`

export const sidOf = (number: number): string => `SM${String(number).padStart(32, '0')}`

/** A message as the API sends it: sent to the participant, unless fields say otherwise. */
export function makeMessage(number: number, fields: Partial<TwilioMessage> = {}): TwilioMessage {
  const date = new Date(Date.UTC(2026, 0, 5, 10, number)).toUTCString().replace('GMT', '+0000')
  const sid = sidOf(number)
  return {
    sid,
    account_sid: ACCOUNT,
    messaging_service_sid: null,
    to: PARTICIPANT,
    from: OWN_NUMBER,
    body: `Message ${number}`,
    status: 'delivered',
    direction: 'outbound-api',
    num_segments: '1',
    num_media: '0',
    price: '-0.04000',
    price_unit: 'USD',
    error_code: null,
    error_message: null,
    date_created: date,
    date_sent: date,
    date_updated: date,
    subresource_uris: { media: `${PATH}/Messages/${sid}/Media.json` },
    ...fields,
  }
}

export const INBOUND: Partial<TwilioMessage> = {
  from: PARTICIPANT,
  to: OWN_NUMBER,
  direction: 'inbound',
  status: 'received',
}

/** A response: its body, and its status unless it is 200. */
export interface ApiResponse {
  readonly status?: number
  readonly body: unknown
}

/** One request to the API. */
export interface ApiRequest {
  readonly url: URL
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly authorization: string | null
}

/** The body of a page. */
export function pageOf(messages: readonly unknown[], next: string | null = null): object {
  return { messages, next_page_uri: next, page_size: 50 }
}

/** Answers with the messages to or from the participant, newest first, in pages of the requested size. */
export function serve(messages: readonly TwilioMessage[]): (request: ApiRequest) => ApiResponse {
  return ({ query }) => {
    const found = messages
      .filter(({ to, from }) => (query['To'] === undefined ? from === query['From'] : to === query['To']))
      .toSorted((one, other) => Date.parse(other.date_sent ?? '') - Date.parse(one.date_sent ?? ''))
    const after = found.findIndex(({ sid }) => `PA${sid}` === query['PageToken'])
    const size = Number(query['PageSize'])
    const page = found.slice(after + 1, after + 1 + size)
    const hasMore = after + 1 + size < found.length
    const link = new URLSearchParams({
      ...query,
      Page: String(Number(query['Page'] ?? 0) + 1),
      PageToken: `PA${page.at(-1)?.sid}`,
    })
    return { body: pageOf(page, hasMore ? `${PATH}/Messages.json?${link}` : null) }
  }
}

/** A reader of an account, and the requests that it has made. */
export interface Account {
  readonly requests: readonly ApiRequest[]
  readonly read: (
    ...call: Parameters<ReturnType<typeof createTwilio>['messages']>
  ) => Paginated<Message<TwilioMessage>>
}

/** Makes a reader whose requests are answered here. */
export function accountOf(
  respond: (request: ApiRequest) => ApiResponse,
  options: TwilioOptions = {},
): Account {
  const requests: ApiRequest[] = []
  const reader = createTwilio({
    accountSid: ACCOUNT,
    apiKey: 'canary-key',
    apiSecret: 'canary-secret',
    retries: 0,
    async fetch(input, init) {
      const { url, headers } = new Request(input, init)
      const parsed = new URL(url)
      const request = {
        url: parsed,
        path: parsed.pathname,
        query: Object.fromEntries(parsed.searchParams),
        authorization: headers.get('authorization'),
      }
      requests.push(request)
      const { status = 200, body } = respond(request)
      return Response.json(body, { status })
    },
    ...options,
  })
  return { requests, read: (...call) => reader.messages(...call) }
}

/** The only message of an account, as the contract has it. */
export async function normalized(message: TwilioMessage, options: TwilioOptions = {}): Promise<Message> {
  const [only] = await accountOf(serve([message]), options)
    .read(PARTICIPANT)
    .toArray()
  if (only === undefined) throw new Error('The message is to or from the participant.')
  return only
}
