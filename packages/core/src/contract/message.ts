import type { Attachment } from './attachment.ts'

/** One message of a conversation. */
export interface Message<Raw = unknown> {
  /** The provider's name. */
  readonly provider: string
  /** The provider's id, null if it sends none. */
  readonly id: string | null
  /**
   * The primary key of the message, together with the provider and the account. With an `id`, the key is the same whenever
   * the message is read. Without one, it is made from what never changes of the message, and identical messages are
   * numbered in the order of the walk: the number of such keys is right, but a new message may take the number of an older,
   * identical one. `splitKey` returns the two parts.
   */
  readonly key: string
  /** Who wrote to whom. */
  readonly direction: Direction
  /** How it was sent; `'unknown'` if the provider does not say. */
  readonly channel: Channel
  /**
   * Who sent it. An international phone number in any usual spelling (`46…`, `+46…`, `0046…`) is E.164
   * (`'+46701740605'`). Anything else (a short code, a national number, a sender name, an e-mail address) is unchanged.
   * Null if the provider does not say.
   */
  readonly from: string | null
  /** Who it was sent to, in the same form as `from`. */
  readonly to: string | null
  /** The text, empty if there is none. */
  readonly text: string
  /** The files that came with it, in the provider's order; empty if there are none. */
  readonly attachments: readonly Attachment[]
  /** When it was sent or received, to the second; null if the provider does not say. */
  readonly timestamp: Date | null
  /** How far it got when it was read. */
  readonly status: DeliveryStatus
  /** SMS segments the message was split into (3GPP TS 23.040), null if the provider does not say. */
  readonly segments: number | null
  /** The price of the whole message. Null if the provider does not say. */
  readonly price: Price | null
  /** Exactly what the provider sent. */
  readonly raw: Raw
}

/** Who wrote to whom: `inbound` is from the participant to the account, `outbound` is from the account to the participant. */
export type Direction = 'inbound' | 'outbound'

/** How a message was sent. Providers may name others: those are in lower case, as the provider spells them. */
export type Channel =
  | 'sms'
  | 'mms'
  | 'rcs'
  | 'whatsapp'
  | 'facebook'
  | 'instagram'
  | 'email'
  | 'voice'
  | (string & {})

/**
 * How far a message got. `queued` and `sending`: on its way. `sent`: it left the provider. `undelivered`: it did not
 * arrive. `failed`: rejected before it was sent. `received`: every inbound message. `unknown`: a status that the provider
 * does not document.
 */
export type DeliveryStatus =
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'undelivered'
  | 'failed'
  | 'received'
  | 'unknown'

/** An order of messages in time. */
export type MessageOrder = 'newest-first' | 'oldest-first'

/** An amount of money; `currency` as the provider words it, normally ISO 4217. */
export interface Price {
  /** In units of the currency, such as 0.35, as JSON represents numbers. */
  readonly amount: number
  /** Such as `'SEK'`. */
  readonly currency: string
}
