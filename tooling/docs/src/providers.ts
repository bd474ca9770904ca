import { ROOT, TEMPLATE } from '@sms/config/workspace'
import type { Capabilities, MessageReader } from '@sms/core'
import { type SimulatedAccount, startSimulator } from '@sms/simulator'
import { manifestOf, providerFolders } from './documents.ts'

/** A package that creates readers. */
export interface DocumentedProvider {
  readonly name: string
  /** Its folder, relative to the root. */
  readonly folder: string
  /** The option for each of its credentials, and the environment variable that it may come from instead. */
  readonly credentials: Readonly<Record<string, string>>
  /** The credentials that are enough, by its package.json: those of one set. */
  readonly credentialSets: readonly (readonly string[])[]
  /** What its readers can do, by its package.json. */
  readonly declaredCapabilities: unknown
  /** The options of its account at the simulator; null if the simulator does not know it. */
  readonly account: Readonly<Record<string, string>> | null
  /** The environment variable of each option of the account. */
  readonly variables: Readonly<Record<string, string>>
  readonly create: Factory
}

/** What a provider's package exports, without its types. */
interface Factory {
  (options: object): MessageReader
  readonly provider: string
  readonly capabilities: Capabilities
  readonly credentials: Readonly<Record<string, string>>
  readonly credentialSets: readonly (readonly string[])[]
}

const accounts: Readonly<Record<string, SimulatedAccount>> = await simulatedAccounts()

/** The providers that can be installed, in the order of the tables. */
export const providers: readonly DocumentedProvider[] = await Promise.all(providerFolders.map(load))

/** Those that examples may read from: the simulator responds in their place. */
export const simulatedProviders: readonly DocumentedProvider[] = providers.filter(
  ({ account }) => account !== null,
)

/** A new provider begins as a copy of it. */
export const template: DocumentedProvider = await load(TEMPLATE)

async function simulatedAccounts(): Promise<Readonly<Record<string, SimulatedAccount>>> {
  await using simulator = await startSimulator()
  return simulator.providers
}

/** The origin of the API of a simulated provider: that of a first request, which gets no response. */
export async function originOf({ create, account }: DocumentedProvider): Promise<string> {
  const origins: string[] = []
  const reader = create({
    ...account,
    retries: 0,
    fetch(input: string | URL | Request) {
      origins.push(new URL(input instanceof Request ? input.url : input).origin)
      return Promise.reject(new TypeError('fetch failed'))
    },
  })
  const [outcome] = await Promise.allSettled([reader.messages('+46701740605').toArray()])
  const [origin] = origins
  if (origin === undefined) throw new Error(`${reader.provider} requests nothing.`, { cause: outcome })
  return origin
}

async function load(folder: string): Promise<DocumentedProvider> {
  const { name, sms } = manifestOf(folder)
  if (sms === undefined) throw new Error(`${folder} has no \`sms\` in its package.json.`)
  const { credentials, factory, options = {}, provider } = sms
  // By its path: no provider needs to be a dependency here.
  const offered: Readonly<Record<string, Factory>> = await import(`${ROOT}/${folder}/dist/index.js`)
  const create = offered[factory]
  if (create === undefined) throw new Error(`${name} does not export ${factory}.`)
  const variables = { ...options, ...credentials }
  return {
    name: provider,
    folder,
    credentials,
    credentialSets: sms.credentialSets ?? [Object.keys(credentials)],
    declaredCapabilities: sms.capabilities,
    account: accountAt(provider),
    variables,
    create,
  }
}

function accountAt(provider: string): DocumentedProvider['account'] {
  const simulated = accounts[provider]
  if (simulated === undefined) return null
  const { baseUrl: _, ...account } = simulated
  return account
}
