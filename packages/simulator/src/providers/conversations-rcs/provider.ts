import { STATUS_CODES } from 'node:http'
import type { Account } from '../../account.ts'
import type { Conversation } from '../../conversation.ts'
import { fakeCredential } from '../../credential.ts'
import { concatenated, mapped, page, reversed } from '../../list.ts'
import { type Answer, type Provider, type ProviderRequest, pathSegments } from '../../provider.ts'
import { octopushConversation } from './conversation.ts'
import { octopushMessage } from './message.ts'
import { recogniseParticipant } from './participant.ts'

/** The credentials that are accepted in Octopush's stead. */
export interface ConversationsRcsCredentials {
  /** What the header `api-login` has to say. */
  readonly apiLogin: string
  /** What the header `api-key` has to say. */
  readonly apiKey: string
}

const root = '/v1/public'

export function conversationsRcsCredentials(seed: number): ConversationsRcsCredentials {
  return { apiLogin: fakeCredential('api-login', seed), apiKey: fakeCredential('api-key', seed) }
}

/** Octopush: `GET /conversations/messages/list` and `GET /conversations/list`, newest first, bare arrays. */
export function conversationsRcs(account: Account): Provider {
  return {
    name: 'conversations-rcs',
    root,
    answer: (request) => answer(request, account),
    refusal: (status) => failure(status, status, `${STATUS_CODES[status]}.`),
  }
}

function answer(request: ProviderRequest, account: Account): Answer {
  const segments = pathSegments(request.path, root)
  if (segments === null) return failure(400, 400, 'Bad request.')
  const list = lists.get(segments.join('/'))
  if (list === undefined) return failure(404, 404, 'Not found.')
  if (request.method !== 'GET') {
    return { ...failure(405, 405, 'Method not allowed.'), headers: { allow: 'GET' } }
  }

  const { apiLogin, apiKey } = conversationsRcsCredentials(account.seed)
  if (request.headers['api-login'] !== apiLogin || request.headers['api-key'] !== apiKey) {
    // https://octopush.com/en/sms-gateway-api-documentation/return-codes/ has 101 for these.
    return failure(401, 101, 'Incorrect login details.')
  }
  return list(request.query, account)
}

const lists: ReadonlyMap<string, (query: URLSearchParams, account: Account) => Answer> = new Map([
  ['conversations/messages/list', listMessages],
  ['conversations/list', listConversations],
])

function listMessages(query: URLSearchParams, account: Account): Answer {
  const isAsked = recogniseParticipant(query)
  // "If a parameter could not be recognized or fixed, we will ignore it": then nobody is asked for, and all come.
  const found = account.conversations.filter(({ contact }) => isAsked?.(contact) ?? true)
  if (found.length === 0) return failure(404, 404, 'Conversation not found.')

  const messages = found.map((conversation) =>
    mapped(reversed(conversation), (message) => octopushMessage(message, conversation.contact, account)),
  )
  const { start, size } = pageAsked(query, 50)
  return { status: 200, body: [...page(concatenated(messages), start, size)] }
}

function listConversations(query: URLSearchParams, account: Account): Answer {
  const conversations = account.conversations
    .filter(({ length }) => length > 0)
    .toSorted((one, other) => lastTime(other) - lastTime(one))
  const { start, size } = pageAsked(query, 100)
  return { status: 200, body: conversations.slice(start, start + size).map(octopushConversation) }
}

function lastTime(conversation: Conversation): number {
  return conversation.at(conversation.length - 1).time.getTime()
}

function pageAsked(query: URLSearchParams, defaultSize: number): { start: number; size: number } {
  const size = positiveNumber(query.get('per_page')) ?? defaultSize
  const number = positiveNumber(query.get('page')) ?? 1
  return { start: (number - 1) * size, size }
}

/** "If the parameter has the wrong type, we will try to format it": what is no positive number even then is ignored. */
function positiveNumber(value: string | null): number | null {
  const number = Number.parseInt(value ?? '', 10)
  return number > 0 ? number : null
}

function failure(status: number, code: number, message: string): Answer {
  return { status, body: { code, message } }
}
