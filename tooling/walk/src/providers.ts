import { loadFactory, type ProviderPackage, providerPackages } from '@sms/config/provider-packages'
import type { ClientOptions, MessageReader } from '@sms/core'
import type { Simulator } from '@sms/simulator'

/** The accounts and participants of a simulator: plain data, which crosses from one process to another. */
export type SimulatorAddress = Pick<Simulator, 'providers' | 'participants'>

/** A provider whose walk is tested. */
export interface WalkedProvider {
  readonly name: string
  connect(address: SimulatorAddress, options?: ClientOptions): MessageReader
}

/** Every provider that is published, by its name. */
export const walkedProviders: ReadonlyMap<string, WalkedProvider> = new Map(
  await Promise.all(providerPackages().map(load)),
)

/** A published provider. */
export function walkedProvider(name: string): WalkedProvider {
  const provider = walkedProviders.get(name)
  if (provider === undefined) throw new Error(`no such provider: ${name}`)
  return provider
}

async function load(each: ProviderPackage): Promise<readonly [string, WalkedProvider]> {
  const { provider: name } = each.declaration
  const create = await loadFactory<(options: object) => MessageReader>(each)
  const connect: WalkedProvider['connect'] = ({ providers }, options) => {
    const account = Object.entries(providers).find(([simulated]) => simulated === name)?.[1]
    if (account === undefined) throw new Error(`The simulator does not know ${name}: add it there.`)
    return create({ ...options, ...account })
  }
  return [name, { name, connect }]
}
