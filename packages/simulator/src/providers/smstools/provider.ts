import { STATUS_CODES } from 'node:http'
import { type Account, conversationWith } from '../../conversation/account.ts'
import { type LazyList, mapped, pageOf, reversed } from '../../conversation/lazy-list.ts'
import { fakeCredential } from '../../generated/credential.ts'
import { type JsonRequest, type JsonResponse, pathSegments } from '../../http/json-api.ts'
import type { SimulatedMessage } from '../../message.ts'
import type { SimulatedProvider } from '../simulated-provider.ts'
import { smstoolsMessage } from './message.ts'

/** The credentials that the simulated Smstools accepts. */
export interface SmstoolsCredentials {
  /** The value of the header `X-Client-Id`. */
  readonly clientId: string
  /** The value of the header `X-Client-Secret`. */
  readonly clientSecret: string
}

const root = '/v1'
const defaultLimit = '1000'
const maxLimit = 2000

/** Smstools: `GET /conversation/{phone}`, newest first. */
export function smstools(account: Account): SimulatedProvider<SmstoolsCredentials> {
  const credentials = {
    clientId: fakeCredential('client-id', account.seed),
    clientSecret: fakeCredential('client-secret', account.seed),
  }
  return {
    name: 'smstools',
    basePath: root,
    root,
    credentials,
    respond: (request) => respond(request, account, credentials),
    errorResponse: (status) => errorBody(status, `${STATUS_CODES[status]}`),
    outage: errorBody(400, '105', 'Our servers have a problem, try again later'),
  }
}

function respond(
  { path, method, headers, query }: JsonRequest,
  account: Account,
  { clientId, clientSecret }: SmstoolsCredentials,
): JsonResponse {
  const segments = pathSegments(path, root)
  if (segments === null) return errorBody(400, 'malformed path')
  const [collection, phone = '', ...others] = segments
  if (collection !== 'conversation' || others.length > 0) return errorBody(404, 'not found')
  if (method !== 'GET') return { ...errorBody(405, 'method not allowed'), headers: { allow: 'GET' } }

  if (headers['x-client-id'] !== clientId || headers['x-client-secret'] !== clientSecret) {
    return errorBody(401, '104', 'Invalid credentials')
  }
  if (!/^\d{8,15}$/.test(phone)) return errorBody(400, '106', 'Phone number missing or invalid')
  return listMessages(query, phone, account)
}

function listMessages(query: URLSearchParams, phone: string, account: Account): JsonResponse {
  const limit = wholeNumberOr0(query.get('limit') ?? defaultLimit)
  if (limit < 1 || limit > maxLimit) return errorBody(400, '135', `limit must be from 1 to ${maxLimit}`)
  const page = wholeNumberOr0(query.get('page') ?? '1')
  if (page < 1) return errorBody(400, '136', 'page must be greater than 0')

  const messages: LazyList<SimulatedMessage> = conversationWith(account, phone) ?? []
  const newestFirst = mapped(reversed(messages), (message) => smstoolsMessage(message, phone, account))
  const conversation = pageOf(newestFirst, (page - 1) * limit, limit)
  return {
    status: 200,
    body: { total: messages.length + account.excess, shown: conversation.length, page, limit, conversation },
  }
}

/** Returns 0, which neither parameter allows, for anything that is not a whole number. */
function wholeNumberOr0(value: string): number {
  return /^\d{1,15}$/.test(value) ? Number(value) : 0
}

/** A numbered error with a message, or a message alone: the documentation shows both. */
function errorBody(status: number, error: string, errorMsg?: string): JsonResponse {
  return { status, body: errorMsg === undefined ? { error } : { error, errorMsg } }
}
