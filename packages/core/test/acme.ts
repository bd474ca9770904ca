import type {
  Capabilities,
  ClientOptions,
  ConversationReader,
  ConversationSummary,
  MessageReader,
  SummaryReader,
} from '@sms/core'
import {
  type ApiResponse,
  defineProvider,
  type ProviderDeclaration,
  type ProviderFactory,
  type SummarySource,
  walkOffsets,
} from '@sms/core/provider'

export const CAPABILITIES: Capabilities = {
  order: 'oldest-first',
  orders: ['oldest-first'],
  total: false,
  timestamps: true,
  conversations: true,
  summary: true,
  defaultPageSize: 50,
  maxPageSize: 200,
}

export interface AcmeOptions extends ClientOptions {
  apiKey?: string | undefined
}

export interface AcmeMessage {
  readonly id: string
  readonly text: string
}

export type AcmeReader = MessageReader<AcmeMessage> & ConversationReader<AcmeMessage> & SummaryReader

export type AcmeDeclaration = ProviderDeclaration<AcmeOptions, AcmeReader, string>

const EMPTY_SUMMARY: SummarySource<string> = {
  request: (participant) => ({ path: `/summary/${participant}`, query: {} }),
  read: (_response, participant) => emptySummary(participant),
}

/** Defines a provider that has every method, except those that its capabilities leave out. */
export function defineAcme(
  capabilities: Partial<Capabilities> = {},
  summary: SummarySource<string> = EMPTY_SUMMARY,
): ProviderFactory<AcmeOptions, AcmeReader> {
  const { conversations, summary: summaryDeclaration, ...others } = declareAcme(capabilities, summary)
  const declaration = {
    ...others,
    ...(others.capabilities.conversations && { conversations }),
    ...(others.capabilities.summary && { summary: summaryDeclaration }),
  }
  // Callers without types may call a method that the capabilities leave out.
  return defineProvider(declaration as AcmeDeclaration)
}

/** Declares a provider that has every method and accepts any response. */
export function declareAcme(
  capabilities: Partial<Capabilities> = {},
  summary: SummarySource<string> = EMPTY_SUMMARY,
): AcmeDeclaration {
  return {
    name: 'acme',
    baseUrl: 'https://api.example.com',
    capabilities: { ...CAPABILITIES, ...capabilities },
    credentials: { apiKey: 'ACME_API_KEY' },
    headers: ({ apiKey }) => ({ 'x-secret': apiKey }),
    readErrorBody: () => null,
    messages: () => ({
      walk: walkOffsets,
      list: () => ({
        request: (start: number, limit: number) => ({ path: '/messages', query: { start, limit } }),
        read: ({ body }: ApiResponse) => ({ items: body as AcmeMessage[] }),
        identify: ({ id }: AcmeMessage) => `i${id}`,
      }),
      normalize: (raw, key) => ({
        id: raw.id,
        key,
        direction: 'inbound',
        channel: 'sms',
        from: null,
        to: null,
        text: raw.text,
        attachments: [],
        timestamp: null,
        status: 'received',
        segments: null,
        price: null,
        raw,
      }),
    }),
    conversations: {
      walk: walkOffsets,
      list: () => ({
        request: (start: number, limit: number) => ({ path: '/conversations', query: { start, limit } }),
        read: ({ body }: ApiResponse) => ({ items: body as AcmeMessage[] }),
        identify: ({ id }: AcmeMessage) => `i${id}`,
      }),
      normalize: (raw) => ({
        id: raw.id,
        participant: null,
        name: null,
        channel: 'sms',
        from: null,
        firstMessageAt: null,
        lastMessageAt: null,
        lastMessage: null,
        messageCount: null,
        raw,
      }),
    },
    summary,
  }
}

function emptySummary(participant: string): Omit<ConversationSummary, 'provider'> {
  return { participant, messages: 0, segments: 0, outbound: {}, inbound: {}, raw: null }
}

/** Sends one request by a reader with these options, and returns the response. */
export async function requestOnce(
  options: ClientOptions,
  signal: AbortSignal = new AbortController().signal,
): Promise<ApiResponse> {
  return requester(options)(signal)
}

/** Returns a function that sends a request by one reader with these options, and returns the response. */
export function requester(options: ClientOptions): (signal?: AbortSignal) => Promise<ApiResponse> {
  const responses: ApiResponse[] = []
  const create = defineAcme(
    {},
    {
      request: () => ({ path: '/list', query: {} }),
      read(response, participant) {
        responses.push(response)
        return emptySummary(participant)
      },
    },
  )
  const reader = create({ apiKey: 'canary-secret', ...options })
  return async (signal) => {
    await reader.summary('+46701740605', { signal })
    const response = responses.pop()
    if (response === undefined) throw new Error('`summary()` did not read a response.')
    return response
  }
}
