import { ARCHIVE } from '../archive/archive-address.ts'
import { printNotice } from '../errors/print-notice.ts'
import { UsageError } from '../errors/usage-error.ts'
import { type InstalledProvider, installedProviders } from './installed-providers.ts'
import { plugAndPlayAdvice } from './plug-and-play.ts'
import { otherName, publishedProviders } from './published-providers.ts'

/** @throws {UsageError} if the provider is not installed. It says what to do. */
export function chooseProvider(name: string): InstalledProvider {
  const others: string[] = []
  for (const provider of installedProviders(printNotice)) {
    if (provider.provider === name) return provider
    others.push(provider.provider)
  }
  const installed = `Installed here: ${others.length === 0 ? 'none' : others.join(', ')}.`
  throw new UsageError([problem(name, others), installed, plugAndPlayAdvice()].filter(Boolean).join(' '))
}

function problem(name: string, installed: readonly string[]): string {
  // The word may be a phone number, which an error must not show.
  if (!/^[a-z][a-z0-9.-]*$/.test(name)) return 'The first argument is the name of a provider, such as ip1.'
  if (name === ARCHIVE)
    return 'This command reads a provider. `sms messages` and `sms conversations` read the archive.'
  const published = publishedProviders.includes(name) ? name : otherName(name)
  if (published === undefined) {
    return `No provider ${name} is installed. Check the name, or install the package that declares it.`
  }
  const install = installed.includes(published) ? '' : `. Try: npm install @sms/${published}`
  return published === name
    ? `The provider ${name} is not installed${install}.`
    : `The provider for ${name} is ${published}${install}.`
}
