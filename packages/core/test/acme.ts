import type {
  Capabilities,
  ClientOptions,
  ConversationReader,
  ConversationSummary,
  MessageReader,
  SummaryReader,
} from '@sms/core'
import {
  defineProvider,
  type HttpClient,
  type ProviderDeclaration,
  type ProviderFactory,
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

/** Makes the factory of a provider that has every method unless its capabilities leave it out. */
export function defineAcme(
  capabilities: Partial<Capabilities> = {},
  onHttp: (http: HttpClient) => void = () => undefined,
  summarise: (participant: string) => Promise<Omit<ConversationSummary, 'provider'>> = emptySummary,
): ProviderFactory<AcmeOptions, AcmeReader> {
  const { conversations, summary, ...others } = declareAcme(capabilities, onHttp, summarise)
  const declaration = {
    ...others,
    ...(others.capabilities.conversations && { conversations }),
    ...(others.capabilities.summary && { summary }),
  }
  // Callers without types may call a method that the capabilities leave out.
  return defineProvider(declaration as AcmeDeclaration)
}

/** Declares a provider that has every method, and uses as little of a response as it can. */
export function declareAcme(
  capabilities: Partial<Capabilities> = {},
  onHttp: (http: HttpClient) => void = () => undefined,
  summarise: (participant: string) => Promise<Omit<ConversationSummary, 'provider'>> = emptySummary,
): AcmeDeclaration {
  return {
    name: 'acme',
    baseUrl: 'https://api.example.com',
    capabilities: { ...CAPABILITIES, ...capabilities },
    credentials: { apiKey: 'ACME_API_KEY' },
    headers: ({ apiKey }) => ({ 'x-secret': apiKey }),
    readErrorBody: () => null,
    messages({ http }) {
      onHttp(http)
      return {
        walk: walkOffsets,
        list: () => ({
          async request(start: number, limit: number, signal: AbortSignal) {
            const response = await http.get('/messages', { start, limit }, signal)
            return { response, path: '', items: response.body as AcmeMessage[] }
          },
          identify: ({ id }: AcmeMessage) => `i${id}`,
          check: () => null,
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
      }
    },
    conversations: () => ({
      walk: walkOffsets,
      list: () => ({ request: async () => ({ items: [] }), identify: ({ id }) => `i${id}` }),
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
    }),
    summary: ({ participant }) => summarise(participant),
  }
}

async function emptySummary(participant: string): Promise<Omit<ConversationSummary, 'provider'>> {
  return { participant, messages: 0, segments: 0, outbound: {}, inbound: {}, raw: null }
}

/** The HTTP client that a reader with these options reads with. */
export function httpClient(options: ClientOptions): HttpClient {
  let client: HttpClient | undefined
  const create = defineAcme({}, (http) => {
    client = http
  })
  create({ apiKey: 'canary-secret', ...options }).messages('+46701740605')
  if (client === undefined) throw new Error('`messages()` makes its source at once.')
  return client
}
