import type { MessageReader } from '@sms/core'

/** Options of a factory. */
export type Account = Readonly<Record<string, string>>

/** The factory of each installed provider. */
export type Factories = Readonly<Record<string, (account: Account) => MessageReader>>
