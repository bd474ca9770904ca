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
  /** The participants of the simulator; none if the reader does not read from it. */
  readonly simulated: readonly string[]
}

/**
 * The participant that was named, or the first of the simulator.
 *
 * @throws {UsageError} if there is neither.
 */
export function chooseParticipant(
  named: string | undefined,
  { simulated }: Pick<OpenReader, 'simulated'>,
): string {
  if (named !== undefined) return named
  const [first] = simulated
  if (first === undefined) {
    throw new UsageError(
      'Name a participant, such as +46701740605. `sms messages` and `sms sync` also read a list: --participants FILE.',
    )
  }
  printNotice(`No participant was named. Reading ${first} of the simulator.`)
  return first
}

/**
 * @param fetch What sends the requests; left out, the global one.
 * @throws {UsageError} if the provider or a credential is missing.
 */
export async function openReader(
  name: string,
  options: ReaderOptions,
  signal: AbortSignal,
  fetch?: typeof globalThis.fetch,
): Promise<OpenReader> {
  const provider = chooseProvider(name)
  const factory = await loadProvider(provider)
  const create: Factory = (settings) => factory(fetch === undefined ? settings : { ...settings, fetch })
  if (options.simulate) return openSimulatedReader(name, create)
  const lookup = await readCredentials(options.credentialsFile, signal)
  const baseUrl = options.baseUrl ?? (process.env['SMS_BASE_URL'] || undefined)
  const settings = { ...accountOf(provider, lookup), ...(baseUrl === undefined ? {} : { baseUrl }) }
  return {
    reader: namingVariables(provider, () => create(settings)),
    simulated: [],
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

/** The options of the factory that come from the environment: those that it needs, and one set of credentials. */
function accountOf(
  { provider, credentials, credentialSets, options = {} }: InstalledProvider,
  lookup: CredentialLookup,
): Readonly<Record<string, string>> {
  const sets = credentialSets ?? [Object.keys(credentials)]
  const missingIn = (names: readonly string[], variables: Readonly<Record<string, string>>): string[] =>
    names.map((option) => variables[option] ?? '').filter((variable) => lookup(variable) === undefined)
  const used = sets.find((set) => missingIn(set, credentials).length === 0)
  const missing = [
    missingIn(Object.keys(options), options).join(' and '),
    used === undefined ? sets.map((set) => missingIn(set, credentials).join(' and ')).join(', or ') : '',
  ].filter((names) => names !== '')
  if (missing.length > 0) {
    const names = missing.join(', and ')
    throw new UsageError(
      `${provider} needs ${names}. Set ${names.includes(' ') ? 'them' : 'it'} in the environment or in a file for --credentials-file, or add --simulate to try without an account.`,
    )
  }
  const secrets = valuesOf(used ?? [], credentials, lookup)
  for (const secret of Object.values(secrets)) rememberSecret(secret)
  return { ...valuesOf(Object.keys(options), options, lookup), ...secrets }
}

function valuesOf(
  names: readonly string[],
  variables: Readonly<Record<string, string>>,
  lookup: CredentialLookup,
): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((option) => [option, lookup(variables[option] ?? '') ?? '']))
}

/** Names a malformed option by its variable: the name of the factory's option means nothing to a user. */
function namingVariables<Made>({ credentials, options }: InstalledProvider, make: () => Made): Made {
  try {
    return make()
  } catch (error) {
    if (!SmsError.is(error, 'invalid_argument')) throw error
    const named = Object.entries({ ...credentials, ...options }).find(([option]) =>
      error.message.includes(`\`${option}\``),
    )
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
      simulated: simulator.participants,
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
