import type { Capabilities } from '@sms/core'
import type { CredentialLookup } from '../../credentials/read-credentials.ts'
import type { Screen } from '../../formats/screen.ts'
import { wrap } from '../../formats/wrap.ts'
import type { InstalledProvider } from '../../providers/installed-providers.ts'

/** What the manifest of a provider declares, and whether its credentials are set. */
export interface ProviderCard {
  readonly provider: string
  readonly package: string
  readonly version: string
  readonly credentials: Readonly<Record<string, 'set' | 'not set' | 'simulated'>>
  /** Null if the manifest does not declare them. */
  readonly capabilities: Capabilities | null
}

export function providerCard(
  provider: InstalledProvider,
  credentials: CredentialLookup,
  simulated: readonly string[],
): ProviderCard {
  const isSimulated = simulated.includes(provider.provider)
  return {
    provider: provider.provider,
    package: provider.packageName,
    version: provider.version,
    credentials: Object.fromEntries(
      Object.values({ ...provider.options, ...provider.credentials }).map((variable) => [
        variable,
        isSimulated ? 'simulated' : credentials(variable) === undefined ? 'not set' : 'set',
      ]),
    ),
    capabilities: provider.capabilities ?? null,
  }
}

/** A card for people. */
export function describeCard(card: ProviderCard, { width, paint }: Screen): string {
  const facts = {
    credentials: Object.entries(card.credentials).map(([name, state]) => `${name} ${state}`),
    ...(card.capabilities === null
      ? { capabilities: ['not declared'] }
      : describeCapabilities(card.capabilities)),
  }
  const lines = Object.entries(facts).flatMap(([name, values]) =>
    wrap(`${name.padEnd(12)} ${values.join(', ')}`, width - 2).map((line) => `  ${line}`),
  )
  return [
    `${paint('bold', card.provider)} ${paint('dim', `${card.package} ${card.version}`)}`,
    ...lines,
  ].join('\n')
}

function describeCapabilities(capabilities: Capabilities): Readonly<Record<string, readonly string[]>> {
  const { conversations, summary, order, orders, timestamps, defaultPageSize, maxPageSize } = capabilities
  return {
    commands: [
      'messages',
      ...(conversations ? ['conversations'] : []),
      ...(summary ? ['summary'] : []),
      conversations ? 'sync (also --all)' : 'sync',
    ],
    order: [order, ...(orders.length > 1 ? [`--order ${orders.join('|')}`] : [])],
    times: [timestamps ? '--since and --until' : 'none'],
    'page size': [`${defaultPageSize}`, maxPageSize === null ? 'no maximum' : `at most ${maxPageSize}`],
  }
}
