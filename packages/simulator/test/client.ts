import type { Simulator } from '@sms/simulator'

/** A whole response. */
export interface Reply {
  readonly status: number
  readonly type: string | null
  readonly link: string | null
  readonly body: unknown
}

export async function get(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> {
  const response = await fetch(url, { headers, method })
  const text = await response.text()
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    link: response.headers.get('link'),
    body: text === '' ? null : JSON.parse(text),
  }
}

export interface Item {
  readonly [field: string]: unknown
}

/** Requests a path below a provider's base URL with valid credentials. */
export interface SendRequest {
  (path: string, method?: string): Promise<Reply>
}

export function smstoolsOf({ smstools }: Simulator): SendRequest {
  const headers = { 'X-Client-Id': smstools.clientId, 'X-Client-Secret': smstools.clientSecret }
  return (path, method) => get(smstools.baseUrl + path, headers, method)
}

export function octopushOf({ conversationsRcs }: Simulator): SendRequest {
  const headers = { 'api-login': conversationsRcs.apiLogin, 'api-key': conversationsRcs.apiKey }
  return (path, method) => get(conversationsRcs.baseUrl + path, headers, method)
}

export function ip1Of({ ip1 }: Simulator): SendRequest {
  return (path, method) => get(ip1.baseUrl + path, { Authorization: `Bearer ${ip1.apiKey}` }, method)
}

export function twilioOf({ twilio }: Simulator): SendRequest {
  const authorization = `Basic ${btoa(`${twilio.apiKey}:${twilio.apiSecret}`)}`
  const root = `${twilio.baseUrl}/2010-04-01/Accounts/${twilio.accountSid}`
  return (path, method) => get(root + path, { authorization }, method)
}

export interface TwilioPage {
  readonly messages: readonly Item[]
  readonly next_page_uri: string | null
}

export function twilioPageIn(reply: Reply): TwilioPage {
  return reply.body as TwilioPage
}

export interface SmstoolsPage {
  readonly total: number
  readonly shown: number
  readonly page: number
  readonly limit: number
  readonly conversation: readonly Item[]
}

export function pageIn(reply: Reply): SmstoolsPage {
  return reply.body as SmstoolsPage
}

export function itemsIn(reply: Reply): readonly Item[] {
  return reply.body as readonly Item[]
}

/** The first participant in E.164 and in MSISDN digits. */
export function firstOf({ participants: [first = ''] }: Simulator): { participant: string; digits: string } {
  return { participant: first, digits: first.replace('+', '') }
}
