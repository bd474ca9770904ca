import type { Account } from '../conversation/account.ts'
import { conversationsRcs, type ConversationsRcsCredentials } from './conversations-rcs/provider.ts'
import { ip1, type Ip1Credentials } from './ip1/provider.ts'
import type { ProviderName, SimulatedProvider } from './simulated-provider.ts'
import { twilio, type SimulatedTwilio } from './twilio/provider.ts'
import { smstools, type SmstoolsCredentials } from './smstools/provider.ts'

/** Every simulated provider, by its name. */
export interface SimulatedProviders extends Readonly<Record<ProviderName, SimulatedProvider>> {
  readonly smstools: SimulatedProvider<SmstoolsCredentials>
  readonly 'conversations-rcs': SimulatedProvider<ConversationsRcsCredentials>
  readonly ip1: SimulatedProvider<Ip1Credentials>
  readonly twilio: SimulatedTwilio
}

export function createProviders(account: Account): SimulatedProviders {
  return {
    smstools: smstools(account),
    'conversations-rcs': conversationsRcs(account),
    ip1: ip1(account),
    twilio: twilio(account),
  }
}

/** The provider that a path belongs to. Of several, the one with the longest root, because one root begins with another. */
export function findProvider(providers: SimulatedProviders, path: string): SimulatedProvider | undefined {
  return Object.values<SimulatedProvider>({ ...providers })
    .filter(({ root }) => path === root || path.startsWith(`${root}/`))
    .toSorted((one, other) => other.root.length - one.root.length)[0]
}
