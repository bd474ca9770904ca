import { STATUS_CODES } from 'node:http'
import type { Account } from '../../conversation/account.ts'
import { concatenated, mapped, pageOf } from '../../conversation/lazy-list.ts'
import { fakeCredential } from '../../generated/credential.ts'
import { type JsonRequest, type JsonResponse, pathSegments } from '../../http/json-api.ts'
import type { SimulatedProvider } from '../simulated-provider.ts'
import { octopushConversation } from './conversation.ts'
import { type Entry, entriesOf } from './entry.ts'
import { octopushMessage } from './message.ts'
import { participantFilter } from './participant.ts'

/** The credentials that the simulated Octopush accepts. */
export interface ConversationsRcsCredentials {
  /** The value of the header `api-login`. */
  readonly apiLogin: string
  /** The value of the header `api-key`. */
  readonly apiKey: string
}

const root = '/v1/public'

/** Octopush: `GET /conversations/messages/list` and `GET /conversations/list`, newest first, bare arrays. */
export function conversationsRcs(account: Account): SimulatedProvider<ConversationsRcsCredentials> {
  const credentials = {
    apiLogin: fakeCredential('api-login', account.seed),
    apiKey: fakeCredential('api-key', account.seed),
  }
  return {
    name: 'conversations-rcs',
    basePath: root,
    root,
    credentials,
    respond: (request) => respond(request, account, credentials),
    errorResponse: (status) => errorBody(status, status, `${STATUS_CODES[status]}.`),
  }
}

function respond(
  { path, method, headers, query }: JsonRequest,
  account: Account,
  { apiLogin, apiKey }: ConversationsRcsCredentials,
): JsonResponse {
  const segments = pathSegments(path, root)
  if (segments === null) return errorBody(400, 400, 'Bad request.')
  const list = lists.get(segments.join('/'))
  if (list === undefined) return errorBody(404, 404, 'Not found.')
  if (method !== 'GET') return { ...errorBody(405, 405, 'Method not allowed.'), headers: { allow: 'GET' } }

  if (headers['api-login'] !== apiLogin || headers['api-key'] !== apiKey) {
    // https://octopush.com/en/sms-gateway-api-documentation/return-codes/ has the code 101 for wrong credentials.
    return errorBody(401, 101, 'Incorrect login details.')
  }
  return list(query, account)
}

const lists: ReadonlyMap<string, (query: URLSearchParams, account: Account) => JsonResponse> = new Map([
  ['conversations/messages/list', listMessages],
  ['conversations/list', listConversations],
])

function listMessages(query: URLSearchParams, account: Account): JsonResponse {
  const isRequested = participantFilter(query)
  // "If a parameter could not be recognized or fixed, we will ignore it": without a participant, all messages match.
  const found = entriesOf(account).filter((entry) => isRequested?.(entry) ?? true)
  if (found.length === 0) return errorBody(404, 404, 'Conversation not found.')

  const messages = found.map(({ newestFirst, contact }) =>
    mapped(newestFirst, (message) => octopushMessage(message, contact, account)),
  )
  const { start, size } = requestedPage(query, 50)
  return { status: 200, body: pageOf(concatenated(messages), start, size) }
}

function listConversations(query: URLSearchParams, account: Account): JsonResponse {
  const conversations = entriesOf(account)
    .toSorted((one, other) => lastTime(other) - lastTime(one))
    .flatMap((entry) => octopushConversation(entry, account.excess) ?? [])
  const { start, size } = requestedPage(query, 100)
  return { status: 200, body: conversations.slice(start, start + size) }
}

function lastTime({ newestFirst }: Entry): number {
  return newestFirst.at(0)?.time.getTime() ?? 0
}

function requestedPage(query: URLSearchParams, defaultSize: number): { start: number; size: number } {
  const size = positiveNumber(query.get('per_page')) ?? defaultSize
  const number = positiveNumber(query.get('page')) ?? 1
  return { start: (number - 1) * size, size }
}

/** "If the parameter has the wrong type, we will try to format it". A value that still is no positive number is ignored. */
function positiveNumber(value: string | null): number | null {
  const number = Number.parseInt(value ?? '', 10)
  return number > 0 ? number : null
}

function errorBody(status: number, code: number, message: string): JsonResponse {
  return { status, body: { code, message } }
}
