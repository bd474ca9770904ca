import { ROOT, TEMPLATE } from '@sms/config/workspace'
import type { MessageReader } from '@sms/core'
import { type SimulatedAccount, startSimulator } from '@sms/simulator'
import { manifestOf, providerFolders } from './documents.ts'

/** A package that creates readers. */
export interface DocumentedProvider {
  readonly name: string
  /** Its folder, relative to the root. */
  readonly folder: string
  /** The option for each of its credentials, and the environment variable that it may come from instead. */
  readonly credentials: Readonly<Record<string, string>>
  /** The options of an account that does not exist, which its readers accept. */
  readonly account: Readonly<Record<string, string>>
  /** The credentials that are enough: those of one set. */
  readonly credentialSets: readonly (readonly string[])[]
  /** The environment variable of each option of the account. */
  readonly variables: Readonly<Record<string, string>>
  create(options: object): MessageReader
}

type Factory = DocumentedProvider['create'] & Pick<DocumentedProvider, 'credentialSets'>

const accounts: Readonly<Record<string, SimulatedAccount>> = await simulatedAccounts()

/** The providers that can be installed, in the order of the tables. */
export const providers: readonly DocumentedProvider[] = await Promise.all(providerFolders.map(load))

/** A new provider begins as a copy of it. */
export const template: DocumentedProvider = await load(TEMPLATE)

/** A reader whose capabilities are shown. It reads nothing. */
export function readerOf({ create, account }: DocumentedProvider): MessageReader {
  return create(account)
}

async function simulatedAccounts(): Promise<Readonly<Record<string, SimulatedAccount>>> {
  await using simulator = await startSimulator()
  return simulator.providers
}

/** The origin of the provider's API: that of a first request, which gets no response. */
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
  const any = Object.fromEntries(Object.keys(credentials).map((option) => [option, 'any']))
  const { baseUrl: _, ...account } = accounts[provider] ?? { baseUrl: '', ...any }
  const variables = { ...options, ...credentials }
  return {
    name: provider,
    folder,
    credentials,
    account,
    credentialSets: create.credentialSets,
    variables,
    create,
  }
}
