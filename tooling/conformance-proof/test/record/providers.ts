import { loadFactory, type ProviderPackage, providerPackages } from '@sms/config/provider-packages'
import { type Simulator, startSimulator } from '@sms/simulator'
import type { ProviderUnderTest } from '../../../../packages/conformance/src/provider-under-test/provider-under-test.ts'

/** A provider whose answers the simulator gives. */
export interface Provider extends Recorded {
  readonly name: string
  readonly subject: Pick<ProviderUnderTest, 'create' | 'credentials' | 'options'>
  readonly upstream: (simulator: Pick<Simulator, 'providers'>) => {
    readonly baseUrl: string
    readonly credentials: Readonly<Record<string, string>>
    readonly options: Readonly<Record<string, string>>
  }
}

/** What a recording of a provider is like. */
interface Recorded {
  /** Paths of the fields whose values are vocabulary and counts. */
  readonly keep: readonly string[]
  /** Options of an account that does not exist. */
  readonly options?: Readonly<Record<string, string>>
  /** Options that change what is requested, by the name of the recording. Default: none. */
  readonly variants?: Readonly<Record<string, object>>
  /** Whether a participant without messages is an error. */
  readonly missesNobody?: boolean
  /** Whether lists are newest first. Default: true. */
  readonly isOldestFirst?: boolean
  /** Whether responses have a `Link` header. */
  readonly hasLinks?: boolean
  /** How many numbers of its own the account has. Default: one. */
  readonly ownNumbers?: 'one for each participant'
}

const RECORDED: Readonly<Record<string, Recorded>> = {
  smstools: {
    keep: [
      'total',
      'shown',
      'page',
      'limit',
      'conversation.direction',
      'conversation.unixDatetime',
      'conversation.deliveryStatus',
      'conversation.file.mime',
      'error',
    ],
  },
  'conversations-rcs': {
    keep: [
      'direction',
      'delivery_status',
      'channel',
      'code',
      'last_user_channel',
      'purpose',
      'color',
      'number_of_messages',
    ],
    missesNobody: true,
    ownNumbers: 'one for each participant',
  },
  ip1: {
    keep: [
      'direction',
      'segments',
      'type',
      'datacoding',
      'priority',
      'price',
      'currency',
      'statuses.code',
      'statuses.duration',
      'mcc',
      'mnc',
      'totalMessageCount',
      'totalSmsCount',
      'mobileTerminatedMessages.*.messages',
      'mobileTerminatedMessages.*.sms',
      'mobileOriginatedMessages.*.messages',
      'mobileOriginatedMessages.*.sms',
      'title',
      'status',
    ],
    isOldestFirst: true,
    hasLinks: true,
  },
  twilio: {
    keep: [
      'page',
      'page_size',
      'start',
      'end',
      'messages.status',
      'messages.direction',
      'messages.num_segments',
      'messages.num_media',
      'messages.price',
      'messages.price_unit',
      'messages.error_code',
      'messages.api_version',
      'media_list.content_type',
      'status',
      'code',
    ],
    options: { accountSid: 'AC00000000000000000000000000000001' },
    variants: { twilio: {}, 'twilio with media': { media: true } },
  },
}

const simulated: ReadonlySet<string> = await simulatedProviders()

const published: readonly (readonly Provider[])[] = await Promise.all(providerPackages().map(load))

/** Every provider that is published and that the simulator knows. */
export const providers: readonly Provider[] = published.flat()

async function load(each: ProviderPackage): Promise<readonly Provider[]> {
  const {
    provider,
    credentials,
    credentialSets = [Object.keys(credentials)],
    options = {},
  } = each.declaration
  if (!simulated.has(provider)) return []
  const recorded = RECORDED[provider]
  if (recorded === undefined)
    throw new Error(`Add ${provider} to RECORDED: the fields that its fixtures keep.`)
  const create = await loadFactory<ProviderUnderTest['create']>(each)
  const { variants = { [provider]: {} } } = recorded
  return Object.entries(variants).map(([title, more]) => ({
    ...recorded,
    name: title,
    subject: { create, credentials, options: { ...recorded.options, ...more } },
    upstream({ providers: accounts }) {
      const { baseUrl = '', ...account } = new Map(Object.entries(accounts)).get(provider) ?? {}
      const some = (names: readonly string[]): Readonly<Record<string, string>> =>
        Object.fromEntries(names.map((option) => [option, String(Reflect.get(account, option))]))
      return { baseUrl, credentials: some(credentialSets[0] ?? []), options: some(Object.keys(options)) }
    },
  }))
}

async function simulatedProviders(): Promise<ReadonlySet<string>> {
  await using simulator = await startSimulator()
  return new Set(Object.keys(simulator.providers))
}
