import { type Account, conversationWith } from '../../conversation/account.ts'
import type { ChangingConversation } from '../../conversation/changing-conversation.ts'
import { type LazyList, mapped, pageOf, reversed } from '../../conversation/lazy-list.ts'
import { fakeCredential } from '../../generated/credential.ts'
import { type JsonRequest, type JsonResponse, pathSegments } from '../../http/json-api.ts'
import type { SimulatedMessage } from '../../message.ts'
import type { SimulatedProvider } from '../simulated-provider.ts'
import { linkHeader } from './link.ts'
import { ip1Message } from './message.ts'
import { parsePagination } from './pagination.ts'
import { problem } from './problem.ts'
import { SummaryCache } from './summary.ts'

/** The credential that the simulated iP.1 accepts. */
export interface Ip1Credentials {
  /** What follows `Bearer` in the header `Authorization`. */
  readonly apiKey: string
}

const root = '/v2'

/** iP.1: `GET /v2/conversations/{participant}` and its `/mt`, `/mo` and `/summary`. */
export function ip1(account: Account): SimulatedProvider<Ip1Credentials> {
  const credentials = { apiKey: fakeCredential('ip1-api-key', account.seed) }
  const summaries = new SummaryCache(account.excess)
  return {
    name: 'ip1',
    basePath: '',
    root,
    credentials,
    respond: (request) => respond(request, account, credentials, summaries),
    errorResponse: (status, path) => problem(status, path, 'Try again later'),
  }
}

function respond(
  request: JsonRequest,
  account: Account,
  { apiKey }: Ip1Credentials,
  summaries: SummaryCache,
): JsonResponse {
  const { path, method, headers } = request
  const segments = pathSegments(path, root)
  if (segments === null) return problem(400, path, 'The path is not well encoded')
  const [collection, participant = '', view = '', ...others] = segments
  if (collection !== 'conversations' || others.length > 0 || path.endsWith('/')) {
    return problem(404, path, 'No such resource')
  }
  const conversation = conversationWith(account, participant)
  const messages = messagesOf(view, conversation)
  if (messages === null && view !== 'summary') return problem(404, path, 'No such resource')
  if (method !== 'GET') return problem(405, path, 'Only GET is allowed', { allow: 'GET' })

  if (headers.authorization !== `Bearer ${apiKey}`) {
    return problem(401, path, 'The API key is missing or invalid', { 'www-authenticate': 'Bearer' })
  }
  // An MSISDN or an alphanumeric sender.
  if (!/^(?:\d{8,15}|[0-9A-Za-z]{1,11})$/.test(participant)) {
    return problem(422, path, 'The participant is neither an MSISDN nor an alphanumeric sender')
  }
  if (messages === null) return { status: 200, body: summaries.summaryOf(participant, conversation) }
  return listMessages(request, messages, participant, account)
}

function listMessages(
  { origin, path, query }: JsonRequest,
  messages: LazyList<SimulatedMessage>,
  participant: string,
  account: Account,
): JsonResponse {
  const pagination = parsePagination(query)
  if (pagination === null) return problem(400, path, 'Pagination parameters invalid')
  const { start, limit, order } = pagination
  const link = linkHeader(`${origin}${path}`, pagination, messages.length)
  const ordered = order === 'ASC' ? messages : reversed(messages)
  const listed = mapped(ordered, (message) => ip1Message(message, participant, account))
  return {
    status: 200,
    headers: link === '' ? {} : { link },
    body: pageOf(listed, start, limit),
  }
}

/** Oldest first, or null if there is no such view. */
function messagesOf(
  view: string,
  conversation: ChangingConversation | undefined,
): LazyList<SimulatedMessage> | null {
  if (view === '') return conversation ?? []
  if (view === 'mt') return conversation?.only('outbound') ?? []
  if (view === 'mo') return conversation?.only('inbound') ?? []
  return null
}
