import { readCredentials } from '../../credentials/read-credentials.ts'
import { print } from '../../destinations/print.ts'
import { printNotice } from '../../errors/print-notice.ts'
import { UsageError } from '../../errors/usage-error.ts'
import { isForPeople } from '../../formats/choose-format.ts'
import type { ReportFormat } from '../../formats/format.ts'
import { terminalScreen } from '../../formats/screen.ts'
import type { ReaderOptions } from '../../options/reader-options.ts'
import { installedProviders } from '../../providers/installed-providers.ts'
import { plugAndPlayAdvice } from '../../providers/plug-and-play.ts'
import { publishedProviders } from '../../providers/published-providers.ts'
import { startCommandSimulator } from '../../providers/simulator.ts'
import { describeCard, providerCard } from './provider-card.ts'

/** The options of `sms providers`. */
export interface ProvidersCommandOptions extends Pick<ReaderOptions, 'credentialsFile' | 'simulate'> {
  readonly format?: ReportFormat
}

/** `sms providers`: the installed providers, what they support, and which credentials are set. */
export async function runProviders(options: ProvidersCommandOptions, signal: AbortSignal): Promise<void> {
  const credentials = await readCredentials(options.credentialsFile, signal)
  const simulated = options.simulate ? await simulatedProviders() : []
  const installed = [...installedProviders(printNotice)]
  const cards = installed.map((provider) => providerCard(provider, credentials, simulated))
  if (cards.length === 0) {
    const [first = '', ...others] = publishedProviders
    throw new UsageError(
      `No provider is installed. Try: npm install @sms/${first} (or ${others.join(', ')}). ${plugAndPlayAdvice()}`.trim(),
    )
  }
  const asText = isForPeople(options.format)
  const screen = terminalScreen()
  const texts = cards.map((card) => (asText ? describeCard(card, screen) : JSON.stringify(card)))
  await print(`${texts.join(asText ? '\n\n' : '\n')}\n`)
}

async function simulatedProviders(): Promise<readonly string[]> {
  await using simulator = await startCommandSimulator()
  return Object.keys(simulator.providers)
}
