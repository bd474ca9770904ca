import type { MessageReader } from '@sms/core'
import { createConversationsRcs } from '@sms/conversations-rcs'
import { createIp1 } from '@sms/ip1'
import type { ProviderName, Simulator } from '@sms/simulator'
import { createSmstools } from '@sms/smstools'
import { createTwilio } from '@sms/twilio'

/** A real provider over the simulator. */
export interface SimulatedProvider {
  readonly provider: ProviderName
  /** @param retries Attempts of a request after the first. */
  create(simulator: Simulator, retries?: number): MessageReader
  /** Every message that the API lists of a participant, as it sends them, oldest first: without a walk, in one request a list. */
  list(simulator: Simulator, participant: string): Promise<readonly unknown[]>
  /** How many pages a sync requests ahead at most. */
  readonly inFlight: number
  /** How many requests a sync sends at most if nothing has changed and all statuses are final: see the README. */
  readonly requestsIfUnchanged: number
  /** The same for a first read of 10, 120, 300 and 1000 messages, exactly. */
  readonly measured: readonly number[]
}

// As many as the APIs accept.
const MOST = 2000
const MOST_OF_TWILIO = 1000

export const SIMULATED_PROVIDERS: readonly SimulatedProvider[] = [
  {
    provider: 'smstools',
    inFlight: 4,
    requestsIfUnchanged: 1,
    measured: [1, 1, 1, 1],
    create: ({ smstools }, retries = 0) => createSmstools({ ...smstools, retries }),
    async list({ smstools: { baseUrl, clientId, clientSecret } }, participant) {
      const url = `${baseUrl}/conversation/${participant.slice(1)}?limit=${MOST}`
      const body = await get(url, { 'X-Client-Id': clientId, 'X-Client-Secret': clientSecret })
      return (body as { readonly conversation: readonly unknown[] }).conversation.toReversed()
    },
  },
  {
    provider: 'ip1',
    inFlight: 4,
    requestsIfUnchanged: 2,
    measured: [2, 2, 1, 1],
    create: ({ ip1 }, retries = 0) => createIp1({ ...ip1, retries }),
    async list({ ip1: { baseUrl, apiKey } }, participant) {
      const url = `${baseUrl}/v2/conversations/${participant.slice(1)}?limit=${MOST}`
      return (await get(url, { Authorization: `Bearer ${apiKey}` })) as readonly unknown[]
    },
  },
  {
    provider: 'conversations-rcs',
    inFlight: 8,
    requestsIfUnchanged: 3,
    measured: [2, 3, 3, 3],
    create: ({ conversationsRcs }, retries = 0) => createConversationsRcs({ ...conversationsRcs, retries }),
    async list({ conversationsRcs: { baseUrl, apiLogin, apiKey } }, participant) {
      const url = `${baseUrl}/conversations/messages/list?contact=${participant.slice(1)}&per_page=${MOST}`
      const body = await get(url, { 'api-login': apiLogin, 'api-key': apiKey })
      return (body as readonly unknown[]).toReversed()
    },
  },
  {
    provider: 'twilio',
    inFlight: 4,
    requestsIfUnchanged: 2,
    measured: [2, 2, 2, 2],
    create: ({ twilio }, retries = 0) => createTwilio({ ...twilio, retries }),
    async list({ twilio: { baseUrl, accountSid, apiKey, apiSecret } }, participant) {
      const root = `${baseUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`
      const headers = { authorization: `Basic ${btoa(`${apiKey}:${apiSecret}`)}` }
      const lists = await Promise.all(
        ['To', 'From'].map((filter) =>
          get(`${root}?${filter}=${encodeURIComponent(participant)}&PageSize=${MOST_OF_TWILIO}`, headers),
        ),
      )
      const messages = lists.flatMap((list) => (list as { readonly messages: TwilioMessage[] }).messages)
      return messages.toSorted((one, other) => timeOf(one) - timeOf(other))
    },
  },
]

interface TwilioMessage {
  readonly date_sent: string | null
  readonly date_created: string
}

function timeOf({ date_sent, date_created }: TwilioMessage): number {
  return Date.parse(date_sent ?? date_created)
}

async function get(url: string, headers: Readonly<Record<string, string>>): Promise<unknown> {
  const response = await fetch(url, { headers })
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
  return response.json()
}
