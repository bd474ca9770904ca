import { type Account, conversationWith } from '../../account.ts'
import type { Conversation } from '../../conversation.ts'
import { fakeCredential } from '../../credential.ts'
import { type List, mapped, page, reversed } from '../../list.ts'
import type { SimulatedMessage } from '../../message.ts'
import { type Answer, type Provider, type ProviderRequest, pathSegments } from '../../provider.ts'
import { linkHeader } from './link.ts'
import { ip1Message } from './message.ts'
import { parsePagination } from './pagination.ts'
import { problem } from './problem.ts'
import { type Summarise, summariser } from './summary.ts'

/** The credential that is accepted in iP.1's stead. */
export interface Ip1Credentials {
  /** What the header `Authorization` has to say after `Bearer`. */
  readonly apiKey: string
}

const root = '/v2'

export function ip1Credentials(seed: number): Ip1Credentials {
  return { apiKey: fakeCredential('ip1-api-key', seed) }
}

/** iP.1: `GET /v2/conversations/{participant}` and its `/mt`, `/mo` and `/summary`. */
export function ip1(account: Account): Provider {
  const summarise = summariser()
  return {
    name: 'ip1',
    root,
    answer: (request) => answer(request, account, summarise),
    refusal: (status, path) => problem(status, path, 'Try again later'),
  }
}

function answer(request: ProviderRequest, account: Account, summarise: Summarise): Answer {
  const segments = pathSegments(request.path, root)
  if (segments === null) return problem(400, request.path, 'The path is not well encoded')
  const [collection, participant = '', view = '', ...rest] = segments
  if (collection !== 'conversations' || rest.length > 0 || request.path.endsWith('/')) {
    return problem(404, request.path, 'No such resource')
  }
  const conversation = conversationWith(account, participant)
  const messages = messagesOf(view, conversation)
  if (messages === null && view !== 'summary') return problem(404, request.path, 'No such resource')
  if (request.method !== 'GET') return problem(405, request.path, 'Only GET is allowed', { allow: 'GET' })

  if (request.headers.authorization !== `Bearer ${ip1Credentials(account.seed).apiKey}`) {
    const challenge = { 'www-authenticate': 'Bearer' }
    return problem(401, request.path, 'The API key is missing or invalid', challenge)
  }
  // An MSISDN or an alphanumeric sender.
  if (!/^(?:\d{8,15}|[0-9A-Za-z]{1,11})$/.test(participant)) {
    return problem(422, request.path, 'The participant is neither an MSISDN nor an alphanumeric sender')
  }
  if (messages === null) return { status: 200, body: summarise(participant, conversation) }

  const pagination = parsePagination(request.query)
  if (pagination === null) return problem(400, request.path, 'Pagination parameters invalid')
  const { start, limit, order } = pagination
  const link = linkHeader(`${request.origin}${request.path}`, pagination, messages.length)
  const ordered = order === 'ASC' ? messages : reversed(messages)
  const items = mapped(ordered, (message) => ip1Message(message, participant, account))
  return {
    status: 200,
    headers: link === '' ? {} : { link },
    body: [...page(items, start, limit)],
  }
}

/** Oldest first; null when there is no such view. */
function messagesOf(view: string, conversation: Conversation | undefined): List<SimulatedMessage> | null {
  if (view === '') return conversation ?? []
  if (view === 'mt') return conversation?.only('outbound') ?? []
  if (view === 'mo') return conversation?.only('inbound') ?? []
  return null
}
