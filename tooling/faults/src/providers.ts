import { loadFactory, type ProviderPackage, providerPackages } from '@sms/config/provider-packages'
import type { ClientOptions, MessageReader } from '@sms/core'
import { CANARY } from './canaries.ts'
import type { ProviderResponses } from './provider-responses.ts'

/** A provider that is put to the proof. */
export interface ProbedProvider extends ProviderResponses {
  readonly name: string
  /** Its credential options, each with the environment variable that takes its place. */
  readonly credentials: Readonly<Record<string, string>>
  /** Canary credentials, and the options that are no credentials. With a credential's name, those of its set. */
  completeOptions(credential?: string): Readonly<Record<string, string>>
  /** The form in which a request carries the credentials. */
  readonly sentCredential: string
  /** What its factory makes of options. */
  create(options: object): MessageReader
  /** A reader with credentials. */
  connect(options: ClientOptions): MessageReader
}

/** Every provider that is published. */
export const PROVIDERS: readonly ProbedProvider[] = await Promise.all(providerPackages().map(load))

/** A published provider, by its name. */
export function probedProvider(name: string | undefined): ProbedProvider {
  const provider = PROVIDERS.find((candidate) => candidate.name === name)
  if (provider === undefined) throw new Error(`no such provider: ${name}`)
  return provider
}

async function load(each: ProviderPackage): Promise<ProbedProvider> {
  const { provider, credentials, credentialSets = [Object.keys(credentials)] } = each.declaration
  const responses = await responsesOf(provider)
  const create = await loadFactory<ProbedProvider['create']>(each)
  const completeOptions = (credential?: string): Readonly<Record<string, string>> => {
    const set = credentialSets.find((names) => credential === undefined || names.includes(credential)) ?? []
    return { ...responses.account, ...Object.fromEntries(set.map((option) => [option, CANARY.credential])) }
  }
  return {
    ...responses,
    name: provider,
    credentials,
    completeOptions,
    sentCredential: responses.authorization?.(completeOptions()) ?? CANARY.credential,
    create,
    connect: (options) => create({ ...completeOptions(), ...options }),
  }
}

/** @throws {Error} If the provider is new. */
async function responsesOf(provider: string): Promise<ProviderResponses> {
  try {
    const { responses }: { readonly responses: ProviderResponses } = await import(
      `./responses/${provider}.ts`
    )
    return responses
  } catch (cause) {
    throw new Error(`Write src/responses/${provider}.ts: how the responses of ${provider} look.`, { cause })
  }
}
