import { type MessageReader, SmsError } from '@sms/core'
import type { Simulator } from '@sms/simulator'
import { credentialValues, type CredentialValues } from './credential-values.ts'
import { chooseProvider } from './providers/choose-provider.ts'
import type { InstalledProvider } from './providers/installed-providers.ts'
import { type Factory, loadProvider } from './providers/load-provider.ts'
import { tell } from './report.ts'
import { keepSecret } from './secrets.ts'
import { startEmbeddedSimulator } from './simulate.ts'
import { UsageError } from './usage-error.ts'

/** What the command line says about where to read. */
export interface SourceOptions {
  readonly credentialsFile?: string
  readonly baseUrl?: string
  readonly simulate?: boolean
}

/** A reader of one provider, and what runs behind it. */
export interface Source extends AsyncDisposable {
  readonly reader: MessageReader
  /** Whom to read if no participant is named; null except for the simulator. */
  readonly anyParticipant: string | null
}

/**
 * Whom to read: who was named, or somebody whom the simulator knows.
 *
 * @throws {UsageError} when there is neither.
 */
export function participantOf(named: string | undefined, { anyParticipant }: Source): string {
  if (named !== undefined) return named
  if (anyParticipant === null) {
    throw new UsageError(
      'Name a participant, such as +46701740605; sms messages takes a list too, by --participants FILE.',
    )
  }
  tell(`No participant was named. Reading ${anyParticipant} of the simulator.`)
  return anyParticipant
}

/** @throws {UsageError} for a provider or a credential that is missing. */
export async function openSource(name: string, options: SourceOptions): Promise<Source> {
  const provider = chooseProvider(name)
  const create = await loadProvider(provider)
  if (options.simulate) return simulatedSource(name, create)
  const values = credentialValues(options.credentialsFile)
  const baseUrl = options.baseUrl ?? (process.env['SMS_BASE_URL'] || undefined)
  const readerOptions = { ...credentials(provider, values), ...(baseUrl === undefined ? {} : { baseUrl }) }
  return {
    reader: inVariables(provider, () => create(readerOptions)),
    anyParticipant: null,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

function credentials(
  { provider, credentials: variables }: InstalledProvider,
  read: CredentialValues,
): Readonly<Record<string, string>> {
  const values = Object.entries(variables).map(([option, variable]) => ({
    option,
    variable,
    value: read(variable),
  }))
  const missing = values.filter(({ value }) => value === undefined).map(({ variable }) => variable)
  if (missing.length > 0) {
    throw new UsageError(
      `${provider} needs ${missing.join(' and ')}: set ${missing.length === 1 ? 'it' : 'them'} in the environment or in a file named by --credentials-file, or add --simulate to try without.`,
    )
  }
  const options = values.map(({ option, value = '' }): [string, string] => [option, value])
  for (const [, value] of options) keepSecret(value)
  return Object.fromEntries(options)
}

/** Names a credential that is malformed by its variable: nobody has typed the name of an option. */
function inVariables<Made>({ credentials: variables }: InstalledProvider, make: () => Made): Made {
  try {
    return make()
  } catch (error) {
    const named = SmsError.is(error, 'invalid_argument')
      ? Object.entries(variables).find(([option]) => error.message.includes(`\`${option}\``))
      : undefined
    if (named === undefined) throw error
    const [option, variable] = named
    const message = (error as SmsError).message.replaceAll(`\`${option}\``, variable)
    throw new UsageError(message, { cause: error })
  }
}

async function simulatedSource(name: string, create: Factory): Promise<Source> {
  const simulator = await startEmbeddedSimulator()
  try {
    return {
      reader: create(simulatedOptions(name, simulator)),
      anyParticipant: simulator.participants[0] ?? null,
      [Symbol.asyncDispose]: () => simulator.close(),
    }
  } catch (error) {
    await simulator.close()
    throw error
  }
}

function simulatedOptions(name: string, { providers }: Simulator): Readonly<Record<string, string>> {
  const options = Object.entries(providers).find(([provider]) => provider === name)?.[1]
  if (options !== undefined) return options
  throw new UsageError(
    `The simulator does not know ${name}, only ${Object.keys(providers).join(', ')}; leave --simulate out.`,
  )
}
