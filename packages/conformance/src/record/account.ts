import type { ClientOptions } from '@sms/core'
import type { ProviderUnderTest, Reader } from '../provider-under-test/provider-under-test.ts'
import { fillerId } from './values/filler-id.ts'
import { madeUpBytes } from './values/made-up-bytes.ts'

/** An account of a provider. */
export interface ProviderAccount {
  readonly subject: ProviderUnderTest
  readonly baseUrl: string
  /** By the options of the factory. */
  readonly credentials: Readonly<Record<string, string>>
}

/** Creates a reader of the account. */
export function connect({ subject, credentials }: ProviderAccount, client: ClientOptions): Reader {
  return subject.create({ ...subject.options, ...credentials, ...client })
}

/** The account with made-up credentials, which have the same form as the real ones. */
export function strangerTo(account: ProviderAccount): ProviderAccount {
  const madeUp = Object.entries(account.credentials).map(([option, value]) => [
    option,
    fillerId(value, madeUpBytes(`credential ${option}`, value.length)),
  ])
  return { ...account, credentials: Object.fromEntries(madeUp) }
}
