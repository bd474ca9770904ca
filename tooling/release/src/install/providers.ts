import { providerPackages } from '@sms/config/provider-packages'

/** A provider that programs can install. */
export interface PublishedProvider {
  readonly packageName: string
  readonly provider: string
  readonly factory: string
  /** The options that make an account: those that are needed and no credentials, and one set of credentials. */
  readonly account: readonly string[]
  /** The option of a credential that is no user name. */
  readonly secret: string
  /** The environment variable of every option that has one. */
  readonly variables: Readonly<Record<string, string>>
}

/** Every provider that is published, as its manifest describes it. */
export const publishedProviders: readonly PublishedProvider[] = providerPackages().map(
  ({ name, declaration }) => {
    const { provider, factory, credentials, credentialSets, options = {} } = declaration
    const set = credentialSets?.[0] ?? Object.keys(credentials)
    return {
      packageName: name,
      provider,
      factory,
      account: [...Object.keys(options), ...set],
      secret: set.at(-1) ?? '',
      variables: { ...options, ...credentials },
    }
  },
)
