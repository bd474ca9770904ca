import { publicPackages, ROOT, type WorkspacePackage } from '@sms/config/workspace'
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
  await Promise.all(
    publicPackages()
      .filter(({ manifest }) => manifest.sms !== undefined)
      .map(load),
  ),
)

/** A published provider. */
export function walkedProvider(name: string): WalkedProvider {
  const provider = walkedProviders.get(name)
  if (provider === undefined) throw new Error(`no such provider: ${name}`)
  return provider
}

async function load({ folder, manifest }: WorkspacePackage): Promise<readonly [string, WalkedProvider]> {
  const { provider: name = '', factory = '' } = manifest.sms ?? {}
  // By its path: no provider needs to be a dependency here.
  const exported: Readonly<Record<string, (options: object) => MessageReader>> = await import(
    `${ROOT}/${folder}/dist/index.js`
  )
  const create = exported[factory]
  if (create === undefined) throw new Error(`${manifest.name} does not export ${factory}.`)
  const connect: WalkedProvider['connect'] = ({ providers }, options) => {
    const account = Object.entries(providers).find(([simulated]) => simulated === name)?.[1]
    if (account === undefined) throw new Error(`The simulator does not know ${name}: add it there.`)
    return create({ ...options, ...account })
  }
  return [name, { name, connect }]
}
