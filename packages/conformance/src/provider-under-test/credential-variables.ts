import type { ProviderUnderTest } from './provider-under-test.ts'

/**
 * Returns the environment variable for each option that holds a credential.
 *
 * @throws {Error} If neither the subject nor its factory names them.
 */
export function credentialVariables(
  provider: Pick<ProviderUnderTest, 'create' | 'credentials'>,
): Readonly<Record<string, string>> {
  const { credentials } = provider.create as Partial<Pick<ProviderUnderTest, 'credentials'>>
  const variables = provider.credentials ?? credentials
  if (variables !== undefined) return variables
  throw new Error(
    'Add `credentials` to the subject: the option for each credential, and its environment variable.',
  )
}

/** Returns the environment variable for each option that is no credential. */
export function optionVariables({
  create,
}: Pick<ProviderUnderTest, 'create'>): Readonly<Record<string, string>> {
  const { options } = create as { readonly options?: Readonly<Record<string, string>> }
  return options ?? {}
}

/** Returns the sets of credentials of which one is enough. */
export function credentialSets(
  provider: Pick<ProviderUnderTest, 'create' | 'credentials'>,
): readonly (readonly string[])[] {
  const { credentialSets: sets } = provider.create as {
    readonly credentialSets?: readonly (readonly string[])[]
  }
  return sets ?? [Object.keys(credentialVariables(provider))]
}
