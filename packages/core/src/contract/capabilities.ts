import type { MessageOrder } from './message.ts'

/** What a provider can do. Programs and tests read it from the reader. */
export interface Capabilities {
  /** The order of `messages()` without the option `order`. */
  readonly order: MessageOrder | 'unspecified'
  /** The values that the option `order` accepts. */
  readonly orders: readonly MessageOrder[]
  /** Whether pages include the number of messages in the conversation. */
  readonly total: boolean
  /** Whether messages have a time; without one, `since` and `until` are `unsupported`. */
  readonly timestamps: boolean
  /** Whether `conversations()` works. */
  readonly conversations: boolean
  /** Whether `summary()` works. */
  readonly summary: boolean
  /** Items per request without the option `pageSize`. */
  readonly defaultPageSize: number
  /** The largest page the provider documents; null if it documents none. */
  readonly maxPageSize: number | null
}
