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
  /** Options that are no credentials, such as the account in the path. In fixtures, the subject's own take their place. */
  readonly options: Readonly<Record<string, string>>
}

/** Creates a reader of the account. */
export function connect({ subject, options, credentials }: ProviderAccount, client: ClientOptions): Reader {
  return subject.create({ ...subject.options, ...options, ...credentials, ...client })
}

/** The account with made-up credentials, which have the same form as the real ones. */
export function withMadeUpCredentials(account: ProviderAccount): ProviderAccount {
  const madeUp = Object.entries(account.credentials).map(([option, value]) => [
    option,
    fillerId(value, madeUpBytes(`credential ${option}`, value.length)),
  ])
  return { ...account, credentials: Object.fromEntries(madeUp) }
}

/** An account that does not exist: with made-up credentials, and the options of the subject. */
export function strangerTo(account: ProviderAccount): ProviderAccount {
  return { ...withMadeUpCredentials(account), options: {} }
}

/** The option of the subject for each option of the account. */
export function madeUpOptions({ subject, options }: ProviderAccount): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(options).map(([option, value]) => [
      value,
      String(Reflect.get(subject.options ?? {}, option)),
    ]),
  )
}
