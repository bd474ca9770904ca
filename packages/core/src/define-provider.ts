import { addCaller } from './paging/add-caller.ts'
import { withBasePath } from './declaration/base-path.ts'
import { checkParticipant } from './declaration/check-participant.ts'
import { connectList, connectLists } from './declaration/connect-list.ts'
import { checkRuntime } from './options/check-runtime.ts'
import { CLIENT_OPTIONS, type ClientSettings, clientSettings } from './options/client-options.ts'
import type { MessagesOptions, PageOptions, RequestOptions } from './contract/call-options.ts'
import type { Capabilities } from './contract/capabilities.ts'
import type { ClientOptions } from './contract/client-options.ts'
import type { Conversation } from './contract/conversation.ts'
import type { Message } from './contract/message.ts'
import type { Paginated } from './contract/paginated.ts'
import type { AttachmentReader, MessageReader } from './contract/readers.ts'
import { chooseCredentials } from './options/credentials.ts'
import { type DeclaredOptions, variablesOfOptions, readDeclaredOptions } from './options/declared-option.ts'
import { checkOptionNames } from './options/invalid-argument.ts'
import { selectMessages } from './paging/select-messages.ts'
import { paginate } from './paging/paginate.ts'
import { participantDigits } from './options/phone-number.ts'
import type {
  ConversationSource,
  Credentials,
  MessageFields,
  NoOptions,
  ParsedParticipant,
  ProviderDeclaration,
  RawMessageOf,
  SummarySource,
} from './declaration/provider-declaration.ts'
import { messagesSettings, pageSettings, requestSignal } from './options/call-options.ts'
import { freezeCapabilities } from './reader/freeze-capabilities.ts'
import { makeReader } from './reader/make-reader.ts'
import { createHttpClient, type HttpClient } from './http/http-client.ts'
import { RetryPolicy } from './http/retry-policy.ts'
import type { ItemList } from './walk/list.ts'

/** Makes a provider's readers. */
export interface ProviderFactory<Options extends ClientOptions, Reader> {
  /**
   * @param options Credentials that are left out are read from the environment.
   * @throws {SmsError} `invalid_argument` for an option that is unknown or unusable, or a credential that is missing.
   */
  (options?: Options): Reader
  /** The provider's name. */
  readonly provider: string
  /** What its readers can do: known without an account. */
  readonly capabilities: Capabilities
  /** The environment variable that is read for each credential that is not passed as an option. */
  readonly credentials: Readonly<Record<string, string>>
  /** The credentials that are enough: those of one set. */
  readonly credentialSets: readonly (readonly string[])[]
  /** The environment variable that is read for each option that is no credential, such as the account. */
  readonly options: Readonly<Record<string, string>>
}

/**
 * Makes the factory of a provider from what sets its API apart. Core does the rest: it checks options and credentials,
 * binds a cursor to the query, selects messages, checks each item of a response, and retries. Whether the declaration contradicts itself,
 * such as a capability without its method, is tested by the kit, `@sms/conformance`.
 *
 * @example
 * ```ts
 * import type { ClientOptions, MessageReader } from '@sms/core'
 * import {
 *   type ApiResponse,
 *   checkShape,
 *   defineProvider,
 *   isSameNumber,
 *   itemIdentity,
 *   type ProviderFactory,
 *   walkOffsets,
 * } from '@sms/core/provider'
 * import * as v from 'valibot'
 *
 * interface AcmeOptions extends ClientOptions {
 *   apiKey?: string | undefined
 * }
 *
 * interface AcmeMessage {
 *   readonly id: string
 *   readonly from: string
 *   readonly text: string
 * }
 *
 * const pageSchema = v.array(v.looseObject({ id: v.string(), from: v.string(), text: v.string() }))
 *
 * export const createAcme: ProviderFactory<AcmeOptions, MessageReader<AcmeMessage>> = defineProvider({
 *   name: 'acme',
 *   baseUrl: 'https://api.example.com/v1',
 *   capabilities: {
 *     order: 'oldest-first',
 *     orders: ['oldest-first'],
 *     total: false,
 *     timestamps: false,
 *     conversations: false,
 *     summary: false,
 *     defaultPageSize: 50,
 *     maxPageSize: 200,
 *   },
 *   credentials: { apiKey: 'ACME_API_KEY' },
 *   headers: ({ apiKey }) => ({ 'x-api-key': apiKey }),
 *   readErrorBody: () => null,
 *   messages: ({ participant }) => ({
 *     walk: walkOffsets,
 *     list: () => ({
 *       request: (offset: number, limit: number) => ({
 *         path: `/messages/${participant}`,
 *         query: { offset, limit },
 *       }),
 *       read: (response: ApiResponse) => ({ items: checkShape(pageSchema, response) }),
 *       identify: ({ id }: AcmeMessage) => itemIdentity(id, () => []),
 *       check: ({ from }: AcmeMessage) =>
 *         isSameNumber(from, participant) ? null : 'a message from the participant',
 *     }),
 *     normalize: (raw, key) => ({
 *       id: raw.id,
 *       key,
 *       direction: 'inbound',
 *       channel: 'sms',
 *       from: raw.from,
 *       to: null,
 *       text: raw.text,
 *       attachments: [],
 *       timestamp: null,
 *       status: 'received',
 *       segments: null,
 *       price: null,
 *       raw,
 *     }),
 *   }),
 * })
 *
 * // Stands for the network here.
 * async function fetch(input: RequestInfo | URL): Promise<Response> {
 *   const isFirst = new URL(new Request(input).url).searchParams.get('offset') === '0'
 *   return Response.json(isFirst ? [{ id: '1', from: '46701740605', text: 'Hi' }] : [])
 * }
 * const reader = createAcme({ apiKey: 'key', fetch })
 * console.log((await reader.messages('+46701740605').toArray()).length) // 1
 * ```
 */
export function defineProvider<
  Options extends ClientOptions,
  Reader extends MessageReader,
  Participant extends ParsedParticipant = string,
  Values extends object = NoOptions,
>(declaration: ProviderDeclaration<Options, Reader, Participant, Values>): ProviderFactory<Options, Reader> {
  type Raw = RawMessageOf<Reader>
  const { name, credentials } = declaration
  const declaredOptions = declaration.options ?? ({} as DeclaredOptions<Values>)
  const capabilities = freezeCapabilities(declaration.capabilities)

  function create(options: Options = {} as Options): Reader {
    checkRuntime(name)
    checkOptionNames(name, options, [
      ...Object.keys(declaredOptions),
      ...Object.keys(credentials),
      ...CLIENT_OPTIONS,
    ])
    const values = readDeclaredOptions(name, options, declaredOptions)
    const { baseUrl: declared } = declaration
    const client = clientSettings(name, options, typeof declared === 'string' ? declared : declared(values))
    const { http, download } = connect(options, values, client)
    const messages = (participant: unknown, callOptions: MessagesOptions = {}): Paginated<Message<Raw>> => {
      const whom = parse(participant)
      const settings = messagesSettings(name, capabilities, callOptions)
      const { direction, since, until } = settings
      const order = settings.order ?? capabilities.order
      const source = declaration.messages({
        participant: whom,
        direction,
        order,
        since: dateOf(since),
        until: dateOf(until),
        options: values,
        baseUrl: client.baseUrl,
      })
      const { isSortedByTime } = source
      return paginate<Raw, Message<Raw>, ItemList<Raw>>({
        provider: name,
        cursorScope: [
          name,
          'messages',
          typeof whom === 'string' ? whom : whom.value,
          direction,
          ...(capabilities.timestamps ? [since, until] : []),
          ...(capabilities.orders.length > 1 ? [order] : []),
        ],
        settings,
        ...connectLists<Raw>(http, source),
        normalize: (raw, key) => messageOf(name, source.normalize(raw, key)),
        select: selectMessages(
          { direction: source.selectsDirection === true ? undefined : direction, since, until },
          order,
          isSortedByTime && (({ raw }) => isSortedByTime(raw)),
        ),
      })
    }
    return makeReader<Reader>(name, capabilities, {
      messages,
      ...others(http),
      ...(download && { download }),
    })
  }

  function connect(
    options: Options,
    values: Values,
    settings: ClientSettings,
  ): { readonly http: HttpClient; readonly download: AttachmentReader['download'] | undefined } {
    const found = chooseCredentials(name, options, credentials, declaration.credentialSets) as Credentials<
      Options,
      Values
    >
    const api = {
      provider: name,
      credentialHeaders: declaration.headers(found, values),
      readErrorBody: declaration.readErrorBody,
    }
    const basePath = declaration.basePath?.(found, values) ?? ''
    const policy = new RetryPolicy(name, settings.retries)
    const files = declaration.attachments?.(values)
    return {
      http: createHttpClient(
        api,
        { ...settings, baseUrl: withBasePath(name, settings.baseUrl, basePath) },
        policy,
      ),
      download: files?.download(files, { api, settings, policy }),
    }
  }

  function parse(participant: unknown): Participant {
    const { participants } = declaration
    if (participants === undefined) return participantDigits(name, participant) as Participant
    const parsed = typeof participant === 'string' ? participants.parse(participant) : null
    return checkParticipant(
      name,
      parsed ?? participants.fromDigits(participantDigits(name, participant, participants.forms)),
    )
  }

  /** The methods that only some providers have. */
  function others(http: HttpClient): object {
    const { conversations, summary } = declaration as {
      readonly conversations?: ConversationSource<unknown>
      readonly summary?: SummarySource<Participant>
    }
    return {
      ...(conversations && {
        conversations(options: PageOptions = {}): Paginated<Conversation> {
          return paginate<unknown, Conversation, ItemList<unknown>>({
            provider: name,
            cursorScope: [name, 'conversations'],
            settings: pageSettings(name, capabilities, options),
            ...connectList<unknown>(http, conversations),
            normalize: (raw) => ({ provider: name, ...conversations.normalize(raw) }),
          })
        },
      }),
      ...(summary && {
        async summary(participant: unknown, options: RequestOptions = {}) {
          const whom = parse(participant)
          const signal = requestSignal(name, options) ?? new AbortController().signal
          const caller = new Error()
          try {
            const response = await http.get(summary.request(whom), signal)
            return { provider: name, ...summary.read(response, whom) }
          } catch (error) {
            addCaller(error, caller)
            throw error
          }
        },
      }),
    }
  }

  const credentialSets = declaration.credentialSets ?? [Object.keys(credentials)]
  return Object.assign(create, {
    provider: name,
    capabilities,
    credentials: Object.freeze({ ...credentials }),
    credentialSets: Object.freeze(credentialSets.map((set) => Object.freeze([...set]))),
    options: Object.freeze(variablesOfOptions(declaredOptions)),
  })
}

/** Adds the provider to a message. Field by field, because a spread takes four times as long, for each message. */
function messageOf<Raw>(provider: string, fields: MessageFields<Raw>): Message<Raw> {
  const { id, key, direction, channel, from, to, text, attachments, timestamp, status } = fields
  const { segments, price, raw } = fields
  return {
    provider,
    id,
    key,
    direction,
    channel,
    from,
    to,
    text,
    attachments,
    timestamp,
    status,
    segments,
    price,
    raw,
  }
}

function dateOf(time: number | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time)
}
