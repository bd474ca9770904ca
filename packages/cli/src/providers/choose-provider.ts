import { UsageError } from '../usage-error.ts'
import { type InstalledProvider, installedProviders } from './installed-providers.ts'

/** @throws {UsageError} that tells how to install the provider when it is not there. */
export function chooseProvider(name: string): InstalledProvider {
  const others: string[] = []
  for (const provider of installedProviders()) {
    if (provider.provider === name) return provider
    others.push(provider.provider)
  }
  const installed = others.length === 0 ? 'none' : others.join(', ')
  // A phone number in the wrong place is not for a log.
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new UsageError(
      `The first argument is the name of a provider, such as ip1. Installed here: ${installed}.`,
    )
  }
  throw new UsageError(
    `The provider ${name} is not installed; try: npm install @sms/${name} (installed here: ${installed}).`,
  )
}
