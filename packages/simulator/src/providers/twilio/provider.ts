import { STATUS_CODES } from 'node:http'
import type { Account } from '../../conversation/account.ts'
import type { ChangingConversation } from '../../conversation/changing-conversation.ts'
import { concatenated, items, type LazyList } from '../../conversation/lazy-list.ts'
import { fakeCredential } from '../../generated/credential.ts'
import { hash } from '../../generated/hash.ts'
import { type JsonRequest, type JsonResponse, pathSegments } from '../../http/json-api.ts'
import type { SimulatedDirection } from '../../message.ts'
import type { SimulatedProvider } from '../simulated-provider.ts'
import { errorBody } from './error-body.ts'
import { mediaList, twilioMessage } from './message.ts'
import { Pages, type PagedMessage } from './page.ts'
import { ChangingTwilioLists, type ListedMessage } from './twilio-lists.ts'

/** The account and the credentials that the simulated Twilio accepts: the API key, or the auth token. */
export interface TwilioCredentials {
  /** The account in every path. */
  readonly accountSid: string
  /** The user name of HTTP Basic, with `apiSecret` as its password. */
  readonly apiKey: string
  /** The password for `apiKey`. */
  readonly apiSecret: string
  /** The password for `accountSid`. */
  readonly authToken: string
}

/** The simulated Twilio, and what can be done to its lists. */
export interface SimulatedTwilio extends SimulatedProvider<TwilioCredentials> {
  readonly lists: ChangingTwilioLists
}

const version = '/2010-04-01'

/** Twilio: `GET /2010-04-01/Accounts/{sid}/Messages.json`, newest first, filtered by `To` or `From`. */
export function twilio(account: Account): SimulatedTwilio {
  const words = [1, 2, 3, 4].map((word) => hash(account.seed, word).toString(16).padStart(8, '0'))
  const credentials = {
    accountSid: `AC${words.join('')}`,
    apiKey: fakeCredential('api-key', account.seed),
    apiSecret: fakeCredential('api-secret', account.seed),
    authToken: fakeCredential('auth-token', account.seed),
  }
  const lists = new ChangingTwilioLists(account)
  const api = new TwilioApi(account, credentials, lists)
  return {
    name: 'twilio',
    basePath: '',
    root: version,
    credentials,
    lists,
    respond: (request) => api.respond(request),
    errorResponse: (status) => errorBody(status, `${STATUS_CODES[status]}`, 20_000 + status),
  }
}

class TwilioApi {
  readonly #account: Account
  readonly #credentials: TwilioCredentials
  readonly #lists: ChangingTwilioLists
  readonly #pages: Pages
  /** The path of the account. */
  readonly #root: string

  constructor(account: Account, credentials: TwilioCredentials, lists: ChangingTwilioLists) {
    this.#account = account
    this.#credentials = credentials
    this.#lists = lists
    this.#pages = new Pages(lists)
    this.#root = `${version}/Accounts/${credentials.accountSid}`
  }

  respond({ path, method, headers, query }: JsonRequest): JsonResponse {
    if (!this.#isAuthorized(headers.authorization)) return errorBody(401, 'Authenticate', 20003)
    const segments = path.startsWith(`${this.#root}/`) ? pathSegments(path, this.#root) : null
    const [collection, sid, media, ...others] = segments ?? []
    const isList = collection === 'Messages.json' && sid === undefined
    const isMedia = collection === 'Messages' && media === 'Media.json' && others.length === 0
    if (!isList && !isMedia) return notFound(path)
    if (method !== 'GET') return { ...errorBody(405, 'Method not allowed', 20004), headers: { allow: 'GET' } }
    if (isList) return this.#listMessages(query)
    const files = mediaList(sid ?? '', this.#account, this.#root)
    return files === null ? notFound(path) : { status: 200, body: files }
  }

  #isAuthorized(authorization: string | undefined): boolean {
    const { accountSid, apiKey, apiSecret, authToken } = this.#credentials
    return [`${apiKey}:${apiSecret}`, `${accountSid}:${authToken}`].some(
      (pair) => authorization === `Basic ${btoa(pair)}`,
    )
  }

  #listMessages(query: URLSearchParams): JsonResponse {
    const lists = this.#requested(query).map(({ conversation, list }) => ({
      conversation,
      list: withinDays(list, query),
    }))
    const conversationOf = new Map<ListedMessage['message'], ChangingConversation>()
    const all = concatenated(
      lists.map(({ conversation, list }) => ({
        length: list.length,
        at(index: number) {
          const listed = list.at(index)
          if (listed !== undefined) conversationOf.set(listed.message, conversation)
          return listed
        },
      })),
    )
    return this.#pages.respond(all, query, `${this.#root}/Messages.json`, (listed): PagedMessage => {
      const conversation = conversationOf.get(listed.message)
      if (conversation === undefined) throw new RangeError('a message of no list')
      const body = twilioMessage(listed, conversation, this.#account, this.#root)
      return { listed, body, sid: (body as { readonly sid: string }).sid }
    })
  }

  /** The lists that the filters choose. A filter that the API does not know is ignored: then everybody's messages match. */
  #requested(
    query: URLSearchParams,
  ): readonly { readonly conversation: ChangingConversation; readonly list: LazyList<ListedMessage> }[] {
    const [to, from] = [query.get('To'), query.get('From')]
    const own = this.#account.phoneNumber
    const directions: readonly SimulatedDirection[] = ['outbound', 'inbound']
    return this.#account.conversations.flatMap((conversation) =>
      directions
        .filter((direction) => {
          const [receiver, sender] =
            direction === 'outbound' ? [conversation.participant, own] : [own, conversation.participant]
          return (to ?? receiver) === receiver && (from ?? sender) === sender
        })
        .map((direction) => ({ conversation, list: this.#lists.newestFirst(conversation, direction) })),
    )
  }
}

/** `DateSent>` and `DateSent<` are days, and both are included, but a day ends when it begins. What is not sent has no day. */
function withinDays(list: LazyList<ListedMessage>, query: URLSearchParams): LazyList<ListedMessage> {
  const since = Date.parse(query.get('DateSent>') ?? '')
  const until = Date.parse(query.get('DateSent<') ?? '')
  if (Number.isNaN(since) && Number.isNaN(until)) return list
  return [...items(list)].filter(({ sentAt }) => {
    const time = sentAt?.getTime()
    return time !== undefined && !(time < since) && !(time > until)
  })
}

function notFound(path: string): JsonResponse {
  return errorBody(404, `The requested resource ${path} was not found`, 20404)
}
