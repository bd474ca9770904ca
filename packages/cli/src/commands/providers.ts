import type { Capabilities } from '@sms/core'
import { credentialValues, type CredentialValues } from '../credential-values.ts'
import { standardOutput } from '../destinations/standard-output.ts'
import { type Screen, terminalScreen } from '../formats/screen.ts'
import { wrap } from '../formats/wrap.ts'
import { type InstalledProvider, installedProviders } from '../providers/installed-providers.ts'
import { loadProvider } from '../providers/load-provider.ts'
import { tell } from '../report.ts'
import { withoutSecrets } from '../secrets.ts'
import { startEmbeddedSimulator } from '../simulate.ts'
import type { SourceOptions } from '../source.ts'
import { UsageError } from '../usage-error.ts'

/** What the command line says. */
export interface ProvidersCommand extends Pick<SourceOptions, 'credentialsFile' | 'simulate'> {
  readonly format?: 'transcript' | 'jsonl'
}

/** What is told of a provider; of its credentials only whether they are there. */
interface Card {
  readonly provider: string
  readonly package: string
  readonly version: string
  readonly credentials: Readonly<Record<string, 'set' | 'not set' | 'simulated'>>
  readonly capabilities: Capabilities
}

/** `sms providers`: which are installed, what they can do, and which credentials are set. */
export async function providers(options: ProvidersCommand): Promise<void> {
  const values = credentialValues(options.credentialsFile)
  const simulated = options.simulate ? await simulatedProviders() : []
  const cards: Card[] = []
  let broken = 0
  for (const provider of installedProviders()) {
    try {
      cards.push(await cardOf(provider, values, simulated))
    } catch (error) {
      // One package of somebody else's must not hide the others.
      broken += 1
      const why = error instanceof Error ? error.message : String(error)
      tell(withoutSecrets(error instanceof UsageError ? why : `${provider.packageName}: ${why}`))
    }
  }
  if (cards.length + broken === 0) {
    throw new UsageError(
      'No provider is installed; try: npm install @sms/ip1 (or smstools, or conversations-rcs).',
    )
  }
  const isForReading = (options.format ?? (process.stdout.isTTY ? 'transcript' : 'jsonl')) === 'transcript'
  const screen = terminalScreen()
  const texts = cards.map((card) => (isForReading ? describe(card, screen) : JSON.stringify(card)))
  const { finish } = await standardOutput('', () => {})
  if (texts.length > 0) await finish(`${texts.join(isForReading ? '\n\n' : '\n')}\n`)
  if (broken > 0) throw new UsageError(`${broken} of ${cards.length + broken} providers cannot be used.`)
}

async function simulatedProviders(): Promise<readonly string[]> {
  await using simulator = await startEmbeddedSimulator()
  return Object.keys(simulator.providers)
}

async function cardOf(
  provider: InstalledProvider,
  values: CredentialValues,
  simulated: readonly string[],
): Promise<Card> {
  const create = await loadProvider(provider)
  const names = Object.entries(provider.credentials)
  // Capabilities stand on a reader, and nothing is requested before something is read.
  const { capabilities } = create(Object.fromEntries(names.map(([option]) => [option, 'placeholder'])))
  const isSimulated = simulated.includes(provider.provider)
  return {
    provider: provider.provider,
    package: provider.packageName,
    version: provider.version,
    credentials: Object.fromEntries(
      names.map(([, variable]) => [
        variable,
        isSimulated ? 'simulated' : values(variable) === undefined ? 'not set' : 'set',
      ]),
    ),
    capabilities,
  }
}

function describe(card: Card, { width, paint }: Screen): string {
  const { capabilities: can } = card
  const facts = {
    credentials: Object.entries(card.credentials).map(([name, state]) => `${name} ${state}`),
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
  const lines = Object.entries(facts).flatMap(([name, values]) =>
    wrap(`${name.padEnd(12)}${values.join(', ')}`, width - 2).map((line) => `  ${line}`),
  )
  return [
    `${paint('bold', card.provider)} ${paint('dim', `${card.package} ${card.version}`)}`,
    ...lines,
  ].join('\n')
}
