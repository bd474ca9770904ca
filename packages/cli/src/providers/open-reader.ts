import { type MessageReader, SmsError } from '@sms/core'
import type { Simulator } from '@sms/simulator'
import { readCredentials, type CredentialLookup } from '../credentials/read-credentials.ts'
import { rememberSecret } from '../credentials/secrets.ts'
import { printNotice } from '../errors/print-notice.ts'
import { UsageError } from '../errors/usage-error.ts'
import type { ReaderOptions } from '../options/reader-options.ts'
import { chooseProvider } from './choose-provider.ts'
import type { InstalledProvider } from './installed-providers.ts'
import { type Factory, loadProvider } from './load-provider.ts'
import { startCommandSimulator } from './simulator.ts'

/** A reader, and the simulator that it may read from. */
export interface OpenReader extends AsyncDisposable {
  readonly reader: MessageReader
  /** The participant to read if none is named; null except for the simulator. */
  readonly defaultParticipant: string | null
}

/**
 * The participant that was named, or the first of the simulator.
 *
 * @throws {UsageError} if there is neither.
 */
export function chooseParticipant(
  named: string | undefined,
  { defaultParticipant }: Pick<OpenReader, 'defaultParticipant'>,
): string {
  if (named !== undefined) return named
  if (defaultParticipant === null) {
    throw new UsageError(
      'Name a participant, such as +46701740605. `sms messages` also reads a list: --participants FILE.',
    )
  }
  printNotice(`No participant was named. Reading ${defaultParticipant} of the simulator.`)
  return defaultParticipant
}

/** @throws {UsageError} if the provider or a credential is missing. */
export async function openReader(
  name: string,
  options: ReaderOptions,
  signal: AbortSignal,
): Promise<OpenReader> {
  const provider = chooseProvider(name)
  const create = await loadProvider(provider)
  if (options.simulate) return openSimulatedReader(name, create)
  const lookup = await readCredentials(options.credentialsFile, signal)
  const baseUrl = options.baseUrl ?? (process.env['SMS_BASE_URL'] || undefined)
  const settings = { ...credentialsOf(provider, lookup), ...(baseUrl === undefined ? {} : { baseUrl }) }
  return {
    reader: namingVariables(provider, () => create(settings)),
    defaultParticipant: null,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

function credentialsOf(
  { provider, credentials }: InstalledProvider,
  lookup: CredentialLookup,
): Readonly<Record<string, string>> {
  const found = Object.entries(credentials).map(([option, variable]) => ({
    option,
    variable,
    value: lookup(variable),
  }))
  const missing = found.filter(({ value }) => value === undefined).map(({ variable }) => variable)
  if (missing.length > 0) {
    throw new UsageError(
      `${provider} needs ${missing.join(' and ')}. Set ${missing.length === 1 ? 'it' : 'them'} in the environment or in a file for --credentials-file, or add --simulate to try without an account.`,
    )
  }
  const values = found.map(({ option, value = '' }): [string, string] => [option, value])
  for (const [, value] of values) rememberSecret(value)
  return Object.fromEntries(values)
}

/** Names a malformed credential by its variable: the name of the factory's option means nothing to a user. */
function namingVariables<Made>({ credentials }: InstalledProvider, make: () => Made): Made {
  try {
    return make()
  } catch (error) {
    if (!SmsError.is(error, 'invalid_argument')) throw error
    const named = Object.entries(credentials).find(([option]) => error.message.includes(`\`${option}\``))
    if (named === undefined) throw error
    const [option, variable] = named
    throw new UsageError(error.message.replaceAll(`\`${option}\``, variable), { cause: error })
  }
}

async function openSimulatedReader(name: string, create: Factory): Promise<OpenReader> {
  const simulator = await startCommandSimulator()
  try {
    return {
      reader: create(simulatedSettings(name, simulator)),
      defaultParticipant: simulator.participants[0] ?? null,
      [Symbol.asyncDispose]: () => simulator.close(),
    }
  } catch (error) {
    await simulator.close()
    throw error
  }
}

function simulatedSettings(name: string, { providers }: Simulator): Readonly<Record<string, string>> {
  const settings = Object.entries(providers).find(([provider]) => provider === name)?.[1]
  if (settings !== undefined) return settings
  throw new UsageError(
    `The simulator does not know ${name}, only ${Object.keys(providers).join(', ')}. Omit --simulate.`,
  )
}
