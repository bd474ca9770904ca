import type { Capabilities } from '@sms/core'
import { credentialValues, type CredentialValues } from '../credential-values.ts'
import { standardOutput } from '../destinations/standard-output.ts'
import { type Screen, terminalScreen } from '../formats/screen.ts'
import { wrap } from '../formats/wrap.ts'
import { type InstalledProvider, installedProviders } from '../providers/installed-providers.ts'
import { plugAndPlayAdvice } from '../providers/plug-and-play.ts'
import { tell } from '../report.ts'
import { startEmbeddedSimulator } from '../simulate.ts'
import type { SourceOptions } from '../source.ts'
import { UsageError } from '../usage-error.ts'

/** What the command line says. */
export interface ProvidersCommand extends Pick<SourceOptions, 'credentialsFile' | 'simulate'> {
  readonly format?: 'transcript' | 'jsonl'
}

/** What is known of a provider from its manifest; of its credentials only whether they are set. */
interface Card {
  readonly provider: string
  readonly package: string
  readonly version: string
  readonly credentials: Readonly<Record<string, 'set' | 'not set' | 'simulated'>>
  /** Null if its manifest does not declare them. */
  readonly capabilities: Capabilities | null
}

/** `sms providers`: which are installed, what they can do, and which credentials are set. */
export async function providers(options: ProvidersCommand): Promise<void> {
  const values = credentialValues(options.credentialsFile)
  const simulated = options.simulate ? await simulatedProviders() : []
  const cards = [...installedProviders(tell)].map((provider) => cardOf(provider, values, simulated))
  if (cards.length === 0) {
    throw new UsageError(
      `No provider is installed; try: npm install @sms/ip1 (or smstools, or conversations-rcs). ${plugAndPlayAdvice()}`.trim(),
    )
  }
  const isForReading = (options.format ?? (process.stdout.isTTY ? 'transcript' : 'jsonl')) === 'transcript'
  const screen = terminalScreen()
  const texts = cards.map((card) => (isForReading ? describe(card, screen) : JSON.stringify(card)))
  const { finish } = await standardOutput('', () => {})
  await finish(`${texts.join(isForReading ? '\n\n' : '\n')}\n`)
}

async function simulatedProviders(): Promise<readonly string[]> {
  await using simulator = await startEmbeddedSimulator()
  return Object.keys(simulator.providers)
}

function cardOf(provider: InstalledProvider, values: CredentialValues, simulated: readonly string[]): Card {
  const isSimulated = simulated.includes(provider.provider)
  return {
    provider: provider.provider,
    package: provider.packageName,
    version: provider.version,
    credentials: Object.fromEntries(
      Object.values(provider.credentials).map((variable) => [
        variable,
        isSimulated ? 'simulated' : values(variable) === undefined ? 'not set' : 'set',
      ]),
    ),
    capabilities: provider.capabilities ?? null,
  }
}

function describe(card: Card, { width, paint }: Screen): string {
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

function describeCapabilities(can: Capabilities): Readonly<Record<string, readonly string[]>> {
  return {
    commands: [
      'messages',
      ...(can.conversations ? ['conversations'] : []),
      ...(can.summary ? ['summary'] : []),
    ],
    order: [can.order, ...(can.orders.length > 1 ? [`--order ${can.orders.join('|')}`] : [])],
    times: [can.timestamps ? '--since and --until' : 'none'],
    'page size': [
      `${can.defaultPageSize}`,
      can.maxPageSize === null ? 'no maximum' : `at most ${can.maxPageSize}`,
    ],
  }
}
