import { STATUS_CODES } from 'node:http'
import { type Account, conversationWith } from '../../account.ts'
import { fakeCredential } from '../../credential.ts'
import { type List, mapped, page, reversed } from '../../list.ts'
import type { SimulatedMessage } from '../../message.ts'
import { type Answer, type Provider, type ProviderRequest, pathSegments } from '../../provider.ts'
import { smstoolsMessage } from './message.ts'

/** The credentials that are accepted in Smstools' stead. */
export interface SmstoolsCredentials {
  /** What the header `X-Client-Id` has to say. */
  readonly clientId: string
  /** What the header `X-Client-Secret` has to say. */
  readonly clientSecret: string
}

const root = '/v1'
const defaultLimit = '1000'
const maxLimit = 2000

export function smstoolsCredentials(seed: number): SmstoolsCredentials {
  return {
    clientId: fakeCredential('client-id', seed),
    clientSecret: fakeCredential('client-secret', seed),
  }
}

/** Smstools: `GET /conversation/{phone}`, newest first. */
export function smstools(account: Account): Provider {
  return {
    name: 'smstools',
    root,
    answer: (request) => answer(request, account),
    refusal: (status) => failure(status, `${STATUS_CODES[status]}`),
    problem: failure(400, '105', 'Our servers have a problem, try again later'),
  }
}

function answer({ path, method, headers, query }: ProviderRequest, account: Account): Answer {
  const segments = pathSegments(path, root)
  if (segments === null) return failure(400, 'malformed path')
  const [collection, phone = '', ...rest] = segments
  if (collection !== 'conversation' || rest.length > 0) return failure(404, 'not found')
  if (method !== 'GET') return { ...failure(405, 'method not allowed'), headers: { allow: 'GET' } }

  const { clientId, clientSecret } = smstoolsCredentials(account.seed)
  if (headers['x-client-id'] !== clientId || headers['x-client-secret'] !== clientSecret) {
    return failure(401, '104', 'Invalid credentials')
  }
  if (!/^\d{8,15}$/.test(phone)) return failure(400, '106', 'Phone number missing or invalid')

  const limit = wholeNumber(query.get('limit') ?? defaultLimit)
  if (limit < 1 || limit > maxLimit) return failure(400, '135', `limit must be from 1 to ${maxLimit}`)
  const number = wholeNumber(query.get('page') ?? '1')
  if (number < 1) return failure(400, '136', 'page must be greater than 0')

  const messages: List<SimulatedMessage> = conversationWith(account, phone) ?? []
  const items = mapped(reversed(messages), (message) => smstoolsMessage(message, phone, account))
  const shown = [...page(items, (number - 1) * limit, limit)]
  return {
    status: 200,
    body: { total: messages.length, shown: shown.length, page: number, limit, conversation: shown },
  }
}

/** 0, which neither parameter allows, for anything else. */
function wholeNumber(value: string): number {
  return /^\d{1,15}$/.test(value) ? Number(value) : 0
}

/** A numbered error, or prose where there is no number: both shapes are theirs. */
function failure(status: number, error: string, errorMsg?: string): Answer {
  return { status, body: errorMsg === undefined ? { error } : { error, errorMsg } }
}
