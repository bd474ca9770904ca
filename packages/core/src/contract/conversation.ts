import type { Channel } from './message.ts'

/** One conversation of the account. */
export interface Conversation<Raw = unknown> {
  /** The provider's name. */
  readonly provider: string
  /** The provider's id. */
  readonly id: string
  /** Whom it is with, in the form of `Message.from`; null if the provider does not say. */
  readonly participant: string | null
  /** The contact's name, null if the provider has none. */
  readonly name: string | null
  /** The channel last used. */
  readonly channel: Channel
  /** The account's side, in the form of `Message.from`; null if the provider does not say. */
  readonly from: string | null
  /** When its first message was sent or received; null if the provider does not say. */
  readonly firstMessageAt: Date | null
  /** When its last message was sent or received; null if the provider does not say. */
  readonly lastMessageAt: Date | null
  /** The text of the last message, null if the provider does not report it. */
  readonly lastMessage: string | null
  /** How many messages it has, null if the provider does not say. */
  readonly messageCount: number | null
  /** Exactly what the provider sent. */
  readonly raw: Raw
}
